/** The parts of the engine's event stream that the tests read. */
export interface EngineEvent {
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly enforcementLevel: string;
    readonly severity?: string;
    readonly message: string;
  };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly resOutputsEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly resOpFailedEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly summaryEvent?: { readonly resourceChanges: { readonly [op: string]: number } };
}

/** What a policy said about a resource. */
export interface Violation {
  readonly rule: string;
  readonly urn: string;
  readonly level: string;
  readonly message: string;
}

/** Reads an event log: one JSON object a line. */
export function readEvents(text: string): readonly EngineEvent[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as EngineEvent);
}

/** All policy violations, in the order in which the engine reported them. */
export function violations(events: readonly EngineEvent[]): readonly Violation[] {
  return events.flatMap(({ policyEvent: event }) =>
    event
      ? [
          {
            rule: event.policyName,
            urn: event.resourceUrn ?? '',
            level: event.enforcementLevel,
            message: event.message.trim(),
          },
        ]
      : [],
  );
}

/** The errors that were reported, without the engine's own last word that a broken rule has made the run fail. */
export function errors(events: readonly EngineEvent[]): readonly string[] {
  return events
    .flatMap(({ diagnosticEvent: event }) => (event?.severity === 'error' ? [event.message.trim()] : []))
    .filter((message) => !/^(preview|update) failed$/.test(message));
}
