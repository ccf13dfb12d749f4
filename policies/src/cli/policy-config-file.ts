import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { guardRules } from '../evaluate/guard-rules';
import { checkPolicyConfig, isProblems } from '../evaluate/policy-config';
import type { PolicyConfig } from '../evaluate/settings';
import type { Place } from '../resources/resource';
import type { Rule } from '../rule/rule';
import { startNear } from '../sources/preview/yaml-file';
import { UsageError, whyUnreadable } from './usage-error';

/** Reads and checks a policy configuration file. Throws a UsageError that names file, line and every mistake. */
export function readPolicyConfig(file: string, rules: readonly Rule[]): PolicyConfig {
  const text = readText(file);
  const lines = new LineCounter();
  // JSON is YAML; this parser also tells where each value stands.
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new UsageError(
      `${file}:${line}:${col}: is not valid JSON (${broken.code}).\n  Put the text right at that place.`,
    );
  }
  const json = parseStrictly(text, file);
  const checked = checkPolicyConfig(json, [...rules, ...guardRules]);
  if (!isProblems(checked)) return withPlaces(checked, (path) => ({ file, line: lineOf(path) ?? 1 }));
  const problems = checked.map(({ path, message }) => {
    // A message that names what it is about needs no path before it; the file as a whole has none.
    const subject = path.length === 1 && message.startsWith('`') ? [] : path;
    const line = lineOf(path);
    return `${file}${line === undefined ? '' : `:${line}`}: ${`${subject.join('.')} ${message}`.trimStart()}`;
  });
  throw new UsageError(
    `${problems.join('\n')}\n  Rules and their options: \`iiot-guard rules ID\`; nothing was run.`,
  );

  function lineOf(path: readonly PropertyKey[]): number | undefined {
    const offset = startNear(document, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  }
}

/** The configuration with exemptions that know where they are written. Rules under a former name keep the line of the rule. */
function withPlaces(config: PolicyConfig, placeOf: (path: readonly PropertyKey[]) => Place): PolicyConfig {
  const entries = Object.entries(config).map(([rule, value]): [string, PolicyConfig[string]] => {
    if (typeof value !== 'object' || value.exemptions === undefined) return [rule, value];
    const exemptions = value.exemptions.map((exemption, index) => ({
      ...exemption,
      place: placeOf([rule, 'exemptions', index]),
    }));
    return [rule, { ...value, exemptions }];
  });
  return Object.fromEntries(entries);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    throw new UsageError(
      `${file}: ${whyUnreadable(fault)}.\n  Name a policy configuration file, or leave --policy-config out.`,
    );
  }
}

function parseStrictly(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(
      `${file}: is not valid JSON.\n  Pulumi reads this file as JSON: keys and texts in double quotes, no comments, no trailing commas.`,
    );
  }
}
