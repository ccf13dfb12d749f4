import * as pulumi from '@pulumi/pulumi';
import type { z } from 'zod';
import { closest } from './closest';
import { allowedBy, bare } from './setting-kinds';
import { contradictions } from './setting-rules';
import { type GivenSettings, type Settings, settingsSchema } from './settings';

export type { GivenSettings, Settings } from './settings';

/** One thing that is wrong with the settings. */
interface Problem {
  readonly path: readonly PropertyKey[];
  /** What is wrong, to follow the setting's name; without the value, which may be a secret. */
  readonly says: string;
  /** Whether to show the value that was given. */
  readonly shown: boolean;
}

/** Reads the settings of the current stack; throws one error that names every wrong one. */
export function readSettings(): Settings {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const names = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  const given = Object.fromEntries(names.map((name) => [name, valueIn(name, config.get(name) ?? '')]));
  const checked = check(given);
  if ('settings' in checked) return checked.settings;
  const stack = pulumi.getStack();
  throw wrong(checked.problems, `of stack ${stack} cannot be used`, given, {
    prefix,
    remedy: `Change them in Pulumi.${stack}.yaml or with: pulumi config set SETTING VALUE`,
    isSecret,
  });
}

/** Completes settings that a program has written; throws one error that names every wrong one. */
export function completeSettings(of: string, given: GivenSettings): Settings {
  const checked = check({ ...given });
  if ('settings' in checked) return checked.settings;
  throw wrong(
    checked.problems,
    `of ${of} cannot be used`,
    { ...given },
    { prefix: '', isSecret: () => false },
  );
}

type Given = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * Checks each setting by itself and then those that are right beside each other, so that a user mends a configuration
 * file once and not once per mistake.
 */
function check(given: Given): { readonly settings: Settings } | { readonly problems: readonly Problem[] } {
  const shape: Shape = settingsSchema.shape;
  const sound: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [name, type] of Object.entries(shape)) {
    const result = type.safeParse(given[name]);
    if (result.success) sound[name] = result.data;
    else
      problems.push(...firstOfEachPlace(result.error.issues.flatMap((issue) => explain(name, type, issue))));
  }
  for (const { name, allowed } of contradictions(sound as Partial<Settings>)) {
    problems.push({ path: [name], says: `allowed: ${allowed}`, shown: true });
  }
  // A misspelt name would otherwise be ignored and its default deployed without a word.
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(shape, name)) problems.push(noSuchName([], name, Object.keys(shape)));
  }
  return problems.length > 0 ? { problems } : { settings: sound as Settings };
}

function explain(name: string, type: z.ZodType, issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const block = bare(type) as z.ZodObject;
    return issue.keys.map((key) => noSuchName([name, ...issue.path], key, Object.keys(block.shape)));
  }
  const allowed = issue.path.length === 0 ? allowedBy(type) : issue.message;
  return [{ path: [name, ...issue.path], says: `allowed: ${allowed}`, shown: true }];
}

/** A value may break a type in several ways at once; what is allowed is the same. */
const firstOfEachPlace = (problems: readonly Problem[]): readonly Problem[] =>
  [...new Map(problems.toReversed().map((problem) => [written(problem.path), problem])).values()].reverse();

function noSuchName(path: readonly PropertyKey[], name: string, names: readonly string[]): Problem {
  const meant = closest(name, names);
  const hint = meant ? `did you mean ${meant}?` : `there are ${[...names].sort().join(', ')}`;
  return { path: [...path, name], says: `there is no setting of this name; ${hint}`, shown: false };
}

interface Wording {
  readonly prefix: string;
  readonly remedy?: string;
  readonly isSecret: (key: string) => boolean;
}

function wrong(problems: readonly Problem[], what: string, given: Given, wording: Wording): pulumi.RunError {
  const count = problems.length === 1 ? '1 setting' : `${problems.length} settings`;
  const lines = problems.map((problem) => {
    const place = `${wording.prefix}${written(problem.path)}`;
    if (!problem.shown) return `  ${place}: ${problem.says}`;
    const secret = wording.isSecret(`${wording.prefix}${String(problem.path[0])}`);
    return `  ${place}: ${secret ? 'given a secret' : shown(given, problem.path)}; ${problem.says}`;
  });
  // A RunError is printed without a stack trace: the remedy is in the settings, not in the program.
  return new pulumi.RunError(
    [`${count} ${what}:`, ...lines, ...(wording.remedy ? [wording.remedy] : [])].join('\n'),
  );
}

const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (before, part) =>
      typeof part === 'number'
        ? `${before}[${part}]`
        : before === ''
          ? String(part)
          : `${before}.${String(part)}`,
    '',
  );

const longest = 200;

function shown(given: Given, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  if (value === undefined) return 'not given';
  const json = JSON.stringify(value);
  return `given ${json.length > longest ? `${json.slice(0, longest)}…` : json}`;
}

/** Pulumi hands every setting over as text, lists and blocks as JSON. */
function valueIn(name: string, text: string): unknown {
  const shape: Shape = settingsSchema.shape;
  const type = shape[name] && bare(shape[name]);
  const kind = type?._zod.def.type;
  if (kind === undefined || kind === 'string' || kind === 'enum') return text.trim();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether the stack's file holds the value encrypted; the SDK exports this, but leaves it out of its typings. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  // Unable to tell means secret: a message must never show what the user chose to encrypt.
  return isConfigSecret?.(key) ?? true;
}
