import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import { consoleReport } from '../../policies/src/report/console';
import { explanation } from '../../policies/src/report/explanation';
import { jsonReport } from '../../policies/src/report/json';
import { reportSchema } from '../../policies/src/report/json-schema';
import { isBlocking, type Report, shownFindings, summarise } from '../../policies/src/report/summary';

import { severities } from '../../policies/src/rule/rule';
import { broken, endpoint, exemption, hub, need, reportOf, tls } from './sample';

describe('the gate', () => {
  const outcomesThatBlock = (gate: Report['gate']) =>
    [
      ...new Set(
        reportOf()
          .findings.filter((f) => isBlocking(f, gate))
          .map((f) => `${f.outcome} ${f.level}`),
      ),
    ].sort();

  test.each([
    [{ unknown: 'warn' }, ['error mandatory', 'fail mandatory']],
    [{ unknown: 'fail' }, ['error mandatory', 'fail mandatory', 'unknown mandatory']],
    [{ unknown: 'warn', failOn: 'medium' }, ['error mandatory', 'fail advisory', 'fail mandatory']],
    [{ unknown: 'warn', failOn: 'critical' }, []],
    [{ unknown: 'fail', failOn: 'never' }, []],
  ] as const)('with %j blocks on %j', (gate, expected) => {
    expect(outcomesThatBlock(gate)).toEqual(expected);
  });
});

describe('the summary', () => {
  test('counts every outcome and everything that was read', () => {
    expect(summarise(reportOf())).toEqual({
      resources: 6,
      rulesEvaluated: 3,
      pass: 1,
      fail: 5,
      unknown: 1,
      exempt: 1,
      error: 1,
      notEvaluated: 1,
      blocking: 2,
    });
  });
});

describe('the findings to show', () => {
  test('stand in the order of rules, then resources, and of one resource as they were found', () => {
    const found = (id: string, name: string, property: string) => ({
      rule: { ...tls, id },
      level: 'mandatory' as const,
      outcome: 'fail' as const,
      resource: hub(name, '1.0'),
      property,
      message: '',
    });
    const findings = [
      found('b', 'y', '1'),
      found('b', 'x', '2'),
      found('a', 'z', '3'),
      found('b', 'x', '1'),
      found('a', 'z', '2'),
    ];
    const shown = shownFindings(reportOf({ findings }), false);
    expect(shown.map(({ rule, resource: { name }, property }) => `${rule.id} ${name} ${property}`)).toEqual([
      'a z 3',
      'a z 2',
      'b x 2',
      'b x 1',
      'b y 1',
    ]);
  });
});

describe('the explanation of a finding', () => {
  const { ticket: _ticket, ...withoutTicket } = exemption;
  const explained = (outcome: string, given: object = exemption) => {
    const settings = settingsUnder('standard', { [tls.id]: { exemptions: [given] } } as never);
    const rules = [tls, broken];
    const { findings } = evaluate(rules, reportOf().resources, settings, {
      now: new Date('2026-06-01'),
      passes: true,
    });
    return findings.filter((finding) => finding.outcome === outcome).map(explanation);
  };

  test.each([
    ['with its ticket', exemption, 'Exempt until 2999-01-01 (ot@example.com, OT-1): leaves in May'],
    ['without one', withoutTicket, 'Exempt until 2999-01-01 (ot@example.com): leaves in May'],
  ])('names an exemption %s', (_what, given, expected) => {
    expect(explained('exempt', given).map((text) => text.split('\n')[1])).toEqual([expected]);
  });

  test('says why and how to fix where something is wrong', () => {
    const [text] = explained('fail');
    expect(text).toContain(`\nWhy: ${tls.why}\nFix: ${tls.fix.say}`);
    expect(text).toContain(`More: ${tls.links[0]}`);
  });

  test.each(['unknown', 'error'])('asks for nothing where the outcome is %s', (outcome) => {
    const texts = explained(outcome);
    expect(texts).toHaveLength(1);
    expect(texts[0]).not.toMatch(/Why:|Fix:/);
  });
});

describe('the JSON report', () => {
  test.each([false, true])('has the published shape (all: %s)', (all) => {
    const parsed = reportSchema.parse(JSON.parse(jsonReport(reportOf(), all)));
    expect(parsed.findings.some((finding) => finding.outcome === 'pass')).toBe(all);
  });

  test('lists what blocks first, then by severity', () => {
    const { findings } = reportSchema.parse(JSON.parse(jsonReport(reportOf())));
    const blocking = findings.map((finding) => finding.blocking);
    expect(blocking).toEqual([...blocking].sort((a, b) => Number(b) - Number(a)));
    const rest = findings
      .filter((finding) => !finding.blocking)
      .map((finding) => severities.indexOf(finding.severity));
    expect(rest).toEqual([...rest].sort((a, b) => b - a));
  });

  test('leaves unknowns out when they are to be ignored, and still counts them', () => {
    const parsed = reportSchema.parse(JSON.parse(jsonReport(reportOf({ gate: { unknown: 'ignore' } }))));
    expect(parsed.findings.filter((finding) => finding.outcome === 'unknown')).toEqual([]);
    expect(parsed.summary.unknown).toBe(1);
  });

  test('gives a finding the same fingerprint in every run, and each its own', () => {
    const prints = () =>
      reportSchema.parse(JSON.parse(jsonReport(reportOf(), true))).findings.map((f) => f.fingerprint);
    expect(prints()).toEqual(prints());
    expect(new Set(prints()).size).toBe(prints().length);
  });
});

describe('the console report', () => {
  const text = (options: object = {}, change: Partial<Report> = {}) =>
    consoleReport(reportOf(change), { colour: false, ...options });

  test('tells what was read, which rules ran, each outcome and the verdict', () => {
    const shown = text();
    for (const part of [
      'preview of plant, stack prod: 6 resources',
      'Rules  3 ran (profile standard)',
      'FAIL  iothub-min-tls-1-2  high, mandatory',
      'bad  hubs.ts:7  Microsoft.Devices/IotHubs',
      'UNKNOWN  iothub-min-tls-1-2',
      'EXEMPT  iothub-min-tls-1-2',
      'Exempt until 2999-01-01 (ot@example.com): leaves in May',
      'ERROR  broken-rule',
      'not an Azure resource: b',
      'Exemptions that nothing needed (1)',
      '1 passed, 5 failed, 1 unknown, 1 exempt, 1 errors; 1 not evaluated; 2 blocking',
      'Rejected: 2 findings must be fixed or exempted before plant may be deployed.',
    ]) {
      expect(shown).toContain(part);
    }
  });

  test('says why and how to fix once for each rule', () => {
    expect(text().match(new RegExp(endpoint.why, 'g'))).toHaveLength(1);
  });

  test('names the rules that ran without anything to look at, with --all', () => {
    const rules = [tls, endpoint, broken, need('storage-https-only')];
    expect(text({ all: true }, { rules })).toContain('nothing to look at for: storage-https-only');
    expect(text({}, { rules })).not.toContain('storage-https-only');
  });

  test('lists passed findings with --all', () => {
    expect(text({ all: true })).toContain('PASS  iothub-min-tls-1-2');
    expect(text()).not.toContain('PASS');
  });

  test('names a resource by its URN where the source knows no place', () => {
    const { declaredAt: _place, ...bare } = hub('bare', '1.0');
    const settings = settingsUnder('standard');
    const findings = evaluate([tls], [bare], settings, { now: new Date() }).findings;
    expect(text({}, { findings })).toContain(bare.urn);
  });

  test('shortens long lists of what was not evaluated, unless all is asked for', () => {
    const skipped = Array.from({ length: 9 }, (_, n) => ({
      resource: `urn::r${n}`,
      why: 'not an Azure resource',
    }));
    expect(text({}, { notEvaluated: skipped })).toContain('r0, r1, r2, r3 and 5 more');
    expect(text({ all: true }, { notEvaluated: skipped })).toContain('r8');
  });

  test('names types without rules in one line, with their number', () => {
    const notEvaluated = ['a', 'b'].map((name) => ({
      resource: `urn::${name}`,
      why: 'no rule looks at Microsoft.X/ys',
    }));
    expect(text({}, { notEvaluated })).toContain('no rule looks at these types: Microsoft.X/ys (2)');
  });

  test('says in one sentence that nothing blocks, and that something is left to look at', () => {
    const gate = { unknown: 'warn', failOn: 'never' } as const;
    expect(text({}, { gate })).toContain(
      'Accepted: nothing in plant breaks a rule that blocks. 7 findings above deserve a look.',
    );
    const clean = { findings: [], notEvaluated: [], unusedExemptions: [] };
    expect(text({}, clean).trim().endsWith('Accepted: nothing in plant breaks a rule that blocks.')).toBe(
      true,
    );
  });

  test('leaves out the stack and the link where there is none', () => {
    const bare = { ...tls, links: [] };
    const findings = evaluate([bare], [hub('bad', '1.0')], settingsUnder('standard'), {
      now: new Date(),
    }).findings;
    const shown = text({}, { source: { kind: 'arm', name: 'plant' }, findings });
    expect(shown).toContain('Read   arm of plant: 6 resources');
    expect(shown).toContain(`Fix  ${tls.fix.say}`);
    expect(shown).not.toContain('See  ');
  });

  test('names what was not evaluated as it is where it has no URN', () => {
    const notEvaluated = [{ resource: 'azure-native:x:getY', why: 'a provider function' }];
    expect(text({}, { notEvaluated })).toContain('a provider function: azure-native:x:getY');
  });

  test('writes colour only when asked', () => {
    expect(text()).not.toContain('\u001b[');
    expect(text({ colour: true })).toContain('\u001b[');
  });

  test('never tells the text of a fault', () => {
    expect(text({ all: true }) + jsonReport(reportOf(), true)).not.toContain('canary-71');
  });
});
