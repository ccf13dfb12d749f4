import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './cli';
import type { Violation } from './events';

/** The parts of a finding in the JSON report that the tests read. */
export interface Finding {
  readonly rule: string;
  readonly level: 'mandatory' | 'advisory';
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'exempt' | 'error';
  readonly blocking: boolean;
  readonly resource: { readonly urn: string; readonly name: string; readonly type: string };
  readonly property: string;
  readonly message: string;
}

export interface OfflineRun {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
  /** Exemptions of the policy configuration that no finding needed. */
  readonly unusedExemptions: readonly unknown[];
  /** Everything the run has put into the world: both streams and the report. */
  readonly everything: string;
}

interface Settings {
  readonly policyConfig?: string;
  readonly profile?: string;
}

/** Runs `iiot-guard preview` as a user does and reads its JSON report. */
export function offlinePreview(
  directory: string,
  stack: string,
  settings: Settings = {},
): Promise<OfflineRun> {
  return guard(['preview', directory, '--stack', stack], settings);
}

/** Runs `iiot-guard` as a user does and reads its JSON report. */
export async function guard(
  command: readonly string[],
  { policyConfig, profile }: Settings = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<OfflineRun> {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-offline-'));
  try {
    const file = join(folder, 'report.json');
    const args = [
      ...command,
      ...['--format', `json=${file}`, '--all'],
      ...(policyConfig ? ['--policy-config', policyConfig] : []),
      ...(profile ? ['--profile', profile] : []),
    ];
    const { exitCode, output } = await run(join(root, 'policies/bin/iiot-guard.js'), args, env);
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`iiot-guard ${args.join(' ')} failed: ${output}`);
    const report = readFileSync(file, 'utf8');
    const { findings, unusedExemptions } = JSON.parse(report) as Omit<OfflineRun, 'exitCode' | 'everything'>;
    return { exitCode, findings, unusedExemptions, everything: output + report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/**
 * What the engine must report where the offline preview has these findings: a fault at its own level; an exempt one as
 * advisory, because it must be seen and must not block; unknowns as one note of the SDK for each rule and resource, which
 * is always advisory.
 */
export function expectedViolations(findings: readonly Finding[]): readonly Omit<Violation, 'message'>[] {
  const noted = new Set<string>();
  return findings.flatMap(({ rule, outcome, level, resource: { urn } }) => {
    if (outcome === 'pass') return [];
    if (outcome === 'unknown') {
      if (noted.has(`${rule} ${urn}`)) return [];
      noted.add(`${rule} ${urn}`);
    }
    return [{ rule, urn, level: outcome === 'fail' || outcome === 'error' ? level : 'advisory' }];
  });
}

/** One line for each violation, sorted: what the two sides are compared by. */
export function asLines(violations: readonly Omit<Violation, 'message'>[]): readonly string[] {
  return violations.map(({ rule, urn, level }) => `${rule} ${level} ${urn}`).sort();
}
