import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ruleById } from '../../policies/src/rules/catalogue';

/** What must be found on one resource. Each rule stands once, however many of its paths are at fault. */
const onResource = z.strictObject({
  fail: z.array(z.string()).default([]),
  unknown: z.array(z.string()).default([]),
  /** Where the paths are the point of the case: all paths of a rule. */
  at: z.record(z.string(), z.array(z.string())).default({}),
  /** Where the line is the point of the case. */
  line: z.record(z.string(), z.int()).default({}),
});

const expectationForm = z.strictObject({
  /** Who wrote it, and what is right and wrong in it. */
  about: z.string().min(20),
  /** By the resource's name, or the end of its type and name where several have that name: `blobServices/default`. */
  findings: z.record(z.string(), onResource),
  /** Texts that stand in the reasons of what could not be looked at: one for each of them. */
  notEvaluated: z.array(z.string()),
});

export type ExpectedOnResource = z.infer<typeof onResource>;
export type Expectation = z.infer<typeof expectationForm>;

/** The names of the cases in a folder of the corpus, in the order of the alphabet. */
export function casesIn(folder: 'templates' | 'programs'): readonly string[] {
  return readdirSync(join(__dirname, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The hand-made list of one case. */
export function expectationIn(directory: string): Expectation {
  const file = join(directory, 'expected.yaml');
  const checked = expectationForm.safeParse(parse(readFileSync(file, 'utf8')));
  if (!checked.success) throw new Error(`${file}:\n${z.prettifyError(checked.error)}`);
  return checked.data;
}

/** The rules that an expectation names and that do not exist, or that it names twice on one resource. */
export function misnamedRules({ findings }: Expectation): readonly string[] {
  return Object.entries(findings).flatMap(([resource, { fail, unknown, at, line }]) => {
    const named = [...fail, ...unknown, ...Object.keys(at), ...Object.keys(line)];
    const missing = named
      .filter((id) => ruleById(id) === undefined)
      .map((id) => `${resource}: no rule ${id}`);
    const twice = [fail, unknown].flatMap((list) => list.filter((id, index) => list.indexOf(id) !== index));
    return [...missing, ...twice.map((id) => `${resource}: ${id} twice`)];
  });
}
