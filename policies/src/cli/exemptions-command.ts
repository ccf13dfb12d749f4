import { type KnownExemption, knownExemptions } from '../evaluate/guard-rules';
import { settingsUnder } from '../evaluate/settings';
import { type ExemptionFormat, exemptionList } from '../report/exemption-list';
import { forStack } from './configure';
import { judgeTargets, type TargetOptions } from './judge-targets';
import { prepare } from './judging';
import { checkWritable, deliver } from './output';
import { UsageError } from './usage-error';

/** The options of `iiot-guard exemptions`. */
export interface ExemptionsOptions extends TargetOptions {
  readonly run: boolean;
  readonly owner?: string;
  readonly format: ExemptionFormat;
  readonly out?: string;
}

/** Lists exemptions and gives the exit code: 1 where one is past its last day. Throws a UsageError. */
export async function listExemptions(
  targets: readonly string[],
  options: ExemptionsOptions,
): Promise<number> {
  const { owner, format, out } = options;
  if (out !== undefined) checkWritable(out);
  const now = new Date();
  const all = options.run ? await found(targets, options) : await written(targets, options, now);
  const exemptions = all.filter(({ exemption }) => owner === undefined || exemption.owner === owner);
  const text = exemptionList(exemptions, format, now, options.run);
  deliver(text, out === undefined ? {} : { file: out });
  return exemptions.some(({ state }) => state === 'expired') ? 1 : 0;
}

/** Those that count for what is previewed or checked, with whether something needs them. */
async function found(
  targets: readonly string[],
  options: ExemptionsOptions,
): Promise<readonly KnownExemption[]> {
  const { report } = await judgeTargets(targets, options);
  return report.exemptions ?? [];
}

/** Those that the policy configuration has, without running anything. */
async function written(
  targets: readonly string[],
  options: ExemptionsOptions,
  now: Date,
): Promise<readonly KnownExemption[]> {
  const own = forStack(options, options.stack.length === 1 ? options.stack[0] : undefined);
  if (own.policyConfig === undefined || targets.length > 0)
    throw new UsageError(
      '--no-run: only a policy configuration is read.\n  Name it with --policy-config, and no program or file.',
    );
  const { rules, config } = await prepare({ ...own, format: [], color: false });
  const settings = settingsUnder(own.profile, config, own.ruleSet);
  return knownExemptions(rules, (rule) => settings(rule).exemptions, [], now);
}
