/*
 * Work of the SDK that a preview has no use for, taken out of its source as it is loaded.
 *
 * Aliases: every resource of azure-native carries dozens, its names in other API versions. The SDK turns each into a URN
 * through a chain of promises, for engines too old to take the alias as it is, and unwraps it once more to send it. For
 * plain aliases both are idle work: half of the time and most of the memory of a large program.
 *
 * The npm tree reader (40 MB of packages, a third of the start of a small program) serves dynamic providers only, and is
 * loaded when one asks for it.
 *
 * Colours: a program's error is shown without them. Asking for them makes Node.js 20.20 loop for ever over a stack with
 * one of the SDK's own source paths (`node_modules/@pulumi/output.ts`) in it, so that the error is never shown at all.
 */

/** Where the check for plain aliases is reached from the changed source. */
const CHECK = 'iiotGuardPlainAlias';

/** Statements of the SDK, and what stands in their place. A statement that is not found stays as it is. */
const CHANGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'resource.js': [
    [
      'this.__aliases.push(collapseAliasToUrn(alias, name, t, parent));',
      `if (!${CHECK}(alias)) this.__aliases.push(collapseAliasToUrn(alias, name, t, parent));`,
    ],
  ],
  'runtime/resource.js': [
    [
      'const aliasVal = await output_1.output(alias).promise();',
      `const aliasVal = ${CHECK}(alias) ? alias : await output_1.output(alias).promise();`,
    ],
    ...['name', 'type', 'stack', 'project'].map(
      (key) =>
        [
          `await output_1.output(a.${key}).promise()`,
          `typeof a.${key} === "string" ? a.${key} : await output_1.output(a.${key}).promise()`,
        ] as const,
    ),
  ],
  'cmd/run/error.js': [['util.inspect(err, { colors: true })', 'util.inspect(err)']],
  'runtime/closure/codePaths.js': [
    [
      'const arborist = __importStar(require("@npmcli/arborist"));',
      'const arborist = { get Arborist() { return require("@npmcli/arborist").Arborist; } };',
    ],
  ],
};

/** The source of a module of the SDK, by its path in the package, without its idle work. */
export function spareWork(file: string, source: string): string {
  const changes = CHANGES[file] ?? [];
  Object.defineProperty(globalThis, CHECK, { value: isPlainAlias, configurable: true });
  return changes.reduce((text, [from, to]) => text.replace(from, () => to), source);
}

/** Whether an alias holds nothing but text: no output, no promise, no parent that has to be waited for. */
function isPlainAlias(alias: unknown): boolean {
  if (typeof alias === 'string') return true;
  if (typeof alias !== 'object' || alias === null || Object.getPrototypeOf(alias) !== Object.prototype)
    return false;
  for (const key in alias) {
    if (key === 'parent' || typeof (alias as Record<string, unknown>)[key] !== 'string') return false;
  }
  return true;
}
