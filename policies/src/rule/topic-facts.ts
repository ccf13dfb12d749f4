import type { Control, RuleFacts } from './rule';
import { type Topic, type TopicFacts, topics } from './topics';

const factsOf = (rule: RuleFacts): TopicFacts => topics[rule.topic];

/** The controls a rule answers to: its own, else those of its topic. */
export const controlsOf = (rule: RuleFacts): readonly Control[] => rule.controls ?? factsOf(rule).controls;

/** The threats of the register that a rule works against: its own, else those of its topic. */
export const threatsOf = (rule: RuleFacts): readonly string[] => rule.threats ?? factsOf(rule).threats;

/** The STRIDE letters of a rule's topic. */
export const strideOf = (rule: RuleFacts): string => factsOf(rule).stride;

/** The controls of a topic but its CIS recommendations, for rules on something those do not speak of. */
export const controlsBesideCis = (topic: Topic): readonly Control[] =>
  (topics[topic] as TopicFacts).controls.filter((control) => !control.startsWith('cis'));

/** The controls of rules on what is run without anybody having looked at it: templates, scripts, resources of any kind. */
export const supplyChain: readonly Control[] = [
  'mcsb:DS-2',
  'mcsb:DS-6',
  'nist:SR-3',
  'nist:SI-7',
  'isvs:1.3.4',
  'nis2:21.2.d',
];
