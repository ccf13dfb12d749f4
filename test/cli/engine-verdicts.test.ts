import { expect, test } from 'vitest';
import { withEngineVerdicts } from '../../policies/src/cli/engine-verdicts';
import type { EventLog, PolicyEvent } from '../../policies/src/sources/files/events';
import { reportOf, tls } from '../report/sample';

const base = reportOf();
const urnOf = (name: string) => base.resources.find((one) => one.name === name)?.urn ?? '';
const event = (name: string, change: Partial<PolicyEvent> = {}): PolicyEvent => ({
  pack: 'iiot-guard',
  rule: tls.id,
  urn: urnOf(name),
  level: 'mandatory',
  message: 'What the rule is about.\n`minTlsVersion` is too old.\nWhy: it matters',
  ...change,
});
const told = (log: Partial<EventLog>, report = base) =>
  withEngineVerdicts(report, { policyEvents: [], policyPasses: [], ...log } as EventLog)
    .findings.filter(({ rule }) => rule === tls)
    .map((one) => `${one.outcome} ${one.level} ${one.resource.name} ${one.property}`)
    .filter((line) => / (later|good) /.test(line));
const unknown = 'unknown mandatory later properties.minTlsVersion';
const pass = 'pass mandatory good properties.minTlsVersion';

test.each<[string, Partial<EventLog>, readonly string[]]>([
  ['says nothing', {}, [pass, unknown]],
  ['has a fault', { policyEvents: [event('later')] }, [pass, unknown.replace('unknown', 'fail')]],
  [
    'has it as advice',
    { policyEvents: [event('later', { level: 'advisory' })] },
    [pass, 'fail advisory later properties.minTlsVersion'],
  ],
  [
    'gives no reason, as for what is exempt',
    { policyEvents: [event('later', { message: 'x' })] },
    [pass, unknown],
  ],
  ['heard another pack', { policyEvents: [event('later', { pack: 'other' })] }, [pass, unknown]],
  ['has a rule that did not run', { policyEvents: [event('later', { rule: 'x-y' })] }, [pass, unknown]],
  ['passed it', { policyPasses: [{ pack: 'iiot-guard', rule: tls.id, urn: urnOf('later') }] }, [pass]],
  [
    'alone saw a fault',
    { policyEvents: [event('good', { level: 'advisory' })] },
    [pass, unknown, 'fail advisory good minTlsVersion'],
  ],
  [
    'alone saw one that names no property',
    { policyEvents: [event('good', { message: 'About.\nNothing is there.\nWhy: so' })] },
    [pass, unknown, 'fail mandatory good '],
  ],
  ['knows a resource that we do not', { policyEvents: [event('good', { urn: 'urn:x' })] }, [pass, unknown]],
])('where the engine %s', (_what, log, expected) => {
  expect(told(log)).toEqual(expected);
});

test('two findings that are not known yet become the one fault of the engine', () => {
  const findings = base.findings.flatMap((one) =>
    one.rule === tls && one.outcome === 'unknown' ? [one, { ...one, property: 'b' }] : [],
  );
  expect(told({ policyEvents: [event('later')] }, { ...base, findings })).toHaveLength(1);
});
