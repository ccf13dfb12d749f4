import type { Exemption } from '../evaluate/exemption';
import type { PolicyConfig } from '../evaluate/settings';
import type { Report } from '../report/summary';
import type { Rule } from '../rule/rule';
import { type Configured, forStack, shortName } from './configure';
import {
  chooseRules,
  type JudgingOptions,
  judgePrepared,
  type Prepared,
  prepare,
  type Read,
  type ReadConfigs,
} from './judging';

/** How files are judged: those of a stack that the configuration file has a part for, and all others. */
export interface Preparations {
  readonly common: Prepared;
  readonly stacks: ReadonlyMap<string, Prepared>;
}

/** What another thread needs to prepare the same: rules are code, so it loads them again. */
export interface PortablePreparations {
  readonly common: Portable;
  readonly stacks: readonly (readonly [stack: string, portable: Portable])[];
}

type Portable = Pick<Prepared, 'options' | 'config'>;

/** Reads and checks what the options name, for every stack that has options of its own. Throws a UsageError. */
export async function prepareAll(options: JudgingOptions & Configured): Promise<Preparations> {
  const read: ReadConfigs = new Map();
  const common = await prepare(options, options.policyConfig, read);
  const stacks = new Map<string, Prepared>();
  for (const stack of Object.keys(options.perStack ?? {})) {
    const own = forStack(options, stack);
    stacks.set(stack, await prepare(own, own.policyConfig, read));
  }
  return { common, stacks };
}

/** What counts for a stack, or for what is of none. */
export function preparedFor({ common, stacks }: Preparations, stack: string | undefined): Prepared {
  return stack === undefined ? common : (stacks.get(shortName(stack)) ?? common);
}

/** Judges what was read by what counts for its stack. */
export function judgeAll(preparations: Preparations): (read: Read) => Report {
  const ready = new Map<Prepared, (read: Read) => Report>();
  return (read) => {
    const prepared = preparedFor(preparations, read.source.stack);
    const judge = ready.get(prepared) ?? judgePrepared(prepared);
    ready.set(prepared, judge);
    return judge(read);
  };
}

/** For another thread. Configurations that are one stay one. */
export function portable({ common, stacks }: Preparations): PortablePreparations {
  const pick = ({ options, config }: Prepared): Portable => ({ options, config });
  return { common: pick(common), stacks: [...stacks].map(([stack, prepared]) => [stack, pick(prepared)]) };
}

/** The same in another thread, but for baselines: they are looked at in the end. */
export function unportable({ common, stacks }: PortablePreparations): Preparations {
  const prepared = ({ options, config }: Portable): Prepared => ({
    options,
    config,
    ...chooseRules(options),
  });
  return {
    common: prepared(common),
    stacks: new Map(stacks.map(([stack, one]) => [stack, prepared(one)])),
  };
}

/** All rules and exemptions, in an order that is the same in every thread. */
export function tablesOf({ common, stacks }: Preparations): {
  readonly rules: readonly Rule[];
  readonly exemptions: readonly Exemption[];
} {
  const all = [common, ...stacks.values()];
  return {
    rules: all.flatMap((prepared) => prepared.all),
    exemptions: all.flatMap(({ config }) => exemptionsIn(config)),
  };
}

const exemptionsIn = (config: PolicyConfig): readonly Exemption[] =>
  Object.values(config).flatMap((one) => (typeof one === 'object' ? (one.exemptions ?? []) : []));
