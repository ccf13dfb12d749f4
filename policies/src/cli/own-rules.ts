import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { idsOf } from '../evaluate/former-ids';
import { paths, type Rule, ruleClasses, severities, targets } from '../rule/rule';
import { topics } from '../rule/topics';
import { catalogue } from '../rules/catalogue';
import { UsageError } from './usage-error';

/**
 * Our rules and those of the modules that a user names with `--rules`: each exports `rules`, a list made with `defineRule`.
 * Throws a UsageError for a module that cannot be loaded, and for what is no rule.
 */
export function rulesWith(modules: readonly string[]): readonly Rule[] {
  const all = [...catalogue];
  const ids = new Set(idsOf(catalogue));
  for (const module of modules) {
    for (const [index, rule] of load(module).entries()) {
      const fault = faultOf(rule);
      if (fault !== undefined)
        throw new UsageError(
          `--rules ${module}: rule ${index + 1} ${fault}.\n  Make it with \`defineRule\`.`,
        );
      const own = rule as Rule;
      if (ids.has(own.id))
        throw new UsageError(
          `--rules ${module}: there is a rule "${own.id}" already.\n  Give it another id.`,
        );
      ids.add(own.id);
      all.push(own);
    }
  }
  return all;
}

function load(module: string): readonly unknown[] {
  const here = createRequire(resolve('package.json'));
  const loaded = required(here, module) as { readonly rules?: unknown };
  if (Array.isArray(loaded.rules)) return loaded.rules;
  throw new UsageError(
    `--rules ${module}: it exports no list \`rules\`.\n  Write \`exports.rules = [ … ]\`.`,
  );
}

function required(here: NodeJS.Require, module: string): unknown {
  try {
    return here(/^[./]/.test(module) ? resolve(module) : module);
  } catch (fault) {
    const [first = ''] = fault instanceof Error ? fault.message.split('\n') : [String(fault)];
    throw new UsageError(
      `--rules ${module}: it cannot be loaded (${first}).\n  Name a JavaScript file or a package that is installed here.`,
    );
  }
}

/** What is wrong with something that should be a rule, or undefined. Types alone do not hold for plain JavaScript. */
function faultOf(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return 'is no object';
  const rule = given as Partial<Rule>;
  if (typeof rule.id !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(rule.id))
    return 'has no `id` in kebab case';
  const text = (['title', 'why'] as const).find((name) => typeof rule[name] !== 'string');
  if (text) return `(${rule.id}) has no \`${text}\``;
  if (!severities.some((known) => known === rule.severity))
    return `(${rule.id}) needs a \`severity\` of ${severities.join(', ')}`;
  if (!ruleClasses.some((known) => known === rule.class))
    return `(${rule.id}) needs a \`class\` of ${ruleClasses.join(', ')}`;
  if (rule.topic === undefined || !(rule.topic in topics)) return `(${rule.id}) names no known \`topic\``;
  if (!['pass', 'check', 'checkStack'].some((way) => way in rule))
    return `(${rule.id}) has neither \`pass\`, \`check\` nor \`checkStack\``;
  return listsOf(rule as Rule);
}

function listsOf(rule: Rule): string | undefined {
  if (
    targets(rule).length === 0 ||
    !targets(rule).every((type) => typeof type === 'string' && type.includes('/'))
  )
    return `(${rule.id}) has no \`target\` such as "Microsoft.Storage/storageAccounts"`;
  if (!paths(rule).every((path) => typeof path === 'string')) return `(${rule.id}) has no \`property\``;
  const { fix, serviceDefault, links, examples } = rule as Partial<Rule>;
  if (typeof fix?.say !== 'string') return `(${rule.id}) has no \`fix.say\``;
  if (typeof serviceDefault?.is !== 'string') return `(${rule.id}) has no \`serviceDefault.is\``;
  if (!Array.isArray(links)) return `(${rule.id}) has no \`links\``;
  return Array.isArray(examples?.good) && Array.isArray(examples?.bad)
    ? undefined
    : `(${rule.id}) has no \`examples\``;
}
