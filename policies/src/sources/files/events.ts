import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import { isList, isObject, type Properties, type Value } from '../../resources/value';
import { FileError } from './file-error';
import { type Registered, resourceOf, stackOf } from './registered';

/** What a rule of a policy pack said during the run. */
export interface PolicyEvent {
  readonly pack: string;
  readonly rule: string;
  readonly urn: string;
  readonly level: string;
  readonly message: string;
}

/** A rule that a resource passed. */
export type PolicyPass = Pick<PolicyEvent, 'pack' | 'rule' | 'urn'>;

/** What an event log holds: the resources of the run, and what policies and the engine said. */
export interface EventLog extends Registered {
  readonly policyEvents: readonly PolicyEvent[];
  readonly policyPasses: readonly PolicyPass[];
  /** Why the run failed, where it did and no policy was the reason. */
  readonly errors: readonly string[];
}

/** The line that starts an event log: one event. Source: `EngineEvent` in `sdk/go/common/apitype/events.go` of pulumi/pulumi. */
export function isEvent(json: Value): json is Properties {
  return (
    isObject(json) &&
    typeof json.timestamp === 'number' &&
    Object.keys(json).some((key) => /^[a-z]\w*Event$/.test(key))
  );
}

/** Whether a text is an event log: lines of events, one each. */
export function isEventLog(text: string): boolean {
  const start = text.search(/\S/);
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? undefined : end);
  if (!line.includes('"timestamp"')) return false;
  try {
    return isEvent(JSON.parse(line) as Value);
  } catch {
    return false;
  }
}

/**
 * Reads the resources of an engine event log (`--event-log`, or `preview --json` that streams): what the run was to create,
 * change or keep. Secrets are masked in it, so they are unknown. Throws a FileError for a line that is no event.
 */
export function readEvents(text: string, file: string): EventLog {
  const log = new Log();
  let number = 0;
  const lines = text.split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const event = parsed(line);
    if (event !== undefined) log.add(event);
    else if (number === lines.length) log.isCut = true;
    else
      throw new FileError(
        `${file === '-' ? 'standard input' : file}:${number}`,
        'is not an event in JSON.',
        'Keep the standard output of pulumi apart from its standard error.',
      );
  }
  return log.result(file);
}

function parsed(line: string): Properties | undefined {
  try {
    const json = JSON.parse(line) as Value;
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Operations after which the resource is not there any more. */
const removing = /^(delete|discard)/;

/** Operations on what the program only looks up. */
const reading = /^(read|discard)/;

class Log {
  /** By URN, in the order of the first event of each. */
  readonly #resources = new Map<string, RegisteredResource>();
  readonly #external = new Set<string>();
  #policies: PolicyEvent[] = [];
  #passes: PolicyPass[] = [];
  #errors: string[] = [];
  #isOver = false;
  isCut = false;

  add(event: Properties): void {
    // A log may be added to by several runs, as by `up`, which previews first: the last one counts.
    if (isObject(event.preludeEvent)) this.#restart();
    for (const key of ['resourcePreEvent', 'resOutputsEvent', 'resOpFailedEvent'])
      if (isObject(event[key])) this.#step(event[key].metadata);
    if (isObject(event.policyEvent)) this.#policies.push(policyEvent(event.policyEvent));
    if (isObject(event.policyAnalyzeSummaryEvent))
      this.#passes.push(...passesIn(event.policyAnalyzeSummaryEvent));
    if (isObject(event.diagnosticEvent)) this.#diagnostic(event.diagnosticEvent);
    if (isObject(event.summaryEvent)) this.#isOver = true;
  }

  #restart(): void {
    this.#resources.clear();
    this.#external.clear();
    this.#policies = [];
    this.#passes = [];
    this.#errors = [];
    this.#isOver = false;
  }

  #step(metadata: Value | undefined): void {
    if (!isObject(metadata) || typeof metadata.urn !== 'string' || typeof metadata.op !== 'string') return;
    const { urn, op, new: now } = metadata;
    if (removing.test(op) || !isObject(now)) return;
    if (reading.test(op)) {
      this.#external.add(urn);
      return;
    }
    const token = typeof now.type === 'string' ? now.type : String(metadata.type);
    this.#resources.set(urn, resourceOf(now, urn, token));
  }

  #diagnostic({ severity, message }: Properties): void {
    if (severity !== 'error' || typeof message !== 'string') return;
    // The engine's own last word says only that something before it was an error.
    const said = message.trim();
    if (!/^(error: )?(preview|update) failed$/.test(said)) this.#errors.push(said);
  }

  result(file: string): EventLog {
    const registered = [...this.#resources.values()];
    const notEvaluated: NotEvaluated[] = [...this.#external].map((urn) => ({
      resource: urn,
      why: 'read by the program, not managed by it',
    }));
    if (this.isCut || !this.#isOver)
      notEvaluated.push({ resource: file, why: 'the log ends before the run did' });
    else if (this.#errors.length > 0)
      notEvaluated.push({ resource: file, why: 'the run failed; what it did not reach is not in the log' });
    return {
      registered,
      notEvaluated,
      ...stackOf(registered),
      policyEvents: this.#policies,
      policyPasses: this.#passes,
      errors: this.#errors,
    };
  }
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function passesIn({ policyPackName, resourceUrn, passed }: Properties): readonly PolicyPass[] {
  const rules = isList(passed) ? passed : [];
  return rules.map((rule) => ({ pack: text(policyPackName), urn: text(resourceUrn), rule: text(rule) }));
}

function policyEvent(event: Properties): PolicyEvent {
  return {
    pack: text(event.policyPackName),
    rule: text(event.policyName),
    urn: text(event.resourceUrn),
    level: text(event.enforcementLevel),
    message: text(event.message).trim(),
  };
}
