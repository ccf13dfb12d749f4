import { readFileSync } from 'node:fs';
import { isCollection, isNode, LineCounter, parseDocument } from 'yaml';
import { checkPolicyConfig, isProblems, type PolicyConfig } from '../evaluate/policy-config';
import type { Rule } from '../rule/rule';
import { UsageError } from './usage-error';

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
  const checked = checkPolicyConfig(json, rules);
  if (!isProblems(checked)) return checked;
  const problems = checked.map(({ path, message }) => {
    // A message that names what it is about needs no path before it.
    const subject = path.length === 1 && message.startsWith('`') ? '' : `${path.join('.')} `;
    return `${file}${placeOf(path)}: ${subject}${message}`;
  });
  throw new UsageError(
    `${problems.join('\n')}\n  Rules and their options: \`iiot-guard rules ID\`; nothing was run.`,
  );

  function placeOf(path: readonly PropertyKey[]): string {
    for (let length = path.length; length >= 0; length--) {
      const offset = offsetOf(path.slice(0, length));
      if (offset !== undefined) return `:${lines.linePos(offset).line}`;
    }
    return '';
  }

  function offsetOf(path: readonly PropertyKey[]): number | undefined {
    const parent = path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (path.length === 0 || !isCollection(parent)) return isNode(parent) ? parent.range?.[0] : undefined;
    const last = path.at(-1);
    const pair = parent.items.find(
      (item) => typeof item === 'object' && item !== null && 'key' in item && String(item.key) === last,
    );
    const node = pair && typeof pair === 'object' && 'key' in pair ? pair.key : document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    const why =
      (fault as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new UsageError(
      `${file}: ${why}.\n  Name a policy configuration file, or leave --policy-config out.`,
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
