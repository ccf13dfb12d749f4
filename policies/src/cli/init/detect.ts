import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';

/** The services for which there is a ready text. */
export const services = ['github', 'azure', 'gitlab'] as const;
export type Service = (typeof services)[number];

/** A Pulumi program that was found. Folders are seen from the root, with `/`; `.` is the root itself. */
export interface Program {
  readonly folder: string;
  readonly runtime: string;
  /** For people: `TypeScript`, `Python`. */
  readonly language: string;
  readonly stacks: readonly string[];
}

/** Where the package is, or is to be, installed, and by what. */
export interface Installation {
  /** Seen from the root. */
  readonly folder: string;
  readonly manager: 'npm' | 'yarn' | 'pnpm' | 'bun';
  /** Whether `package.json` names our package. */
  readonly listed: boolean;
  /** Whether there is a lockfile, so that the installation can be exactly that. */
  readonly locked: boolean;
}

/** What a repository holds, as far as it matters to us. */
export interface Surroundings {
  readonly root: string;
  readonly programs: readonly Program[];
  /** ARM templates. */
  readonly templates: readonly string[];
  readonly hasBicep: boolean;
  readonly installation?: Installation;
  readonly services: readonly Service[];
  readonly branch: string;
  readonly usesPreCommit: boolean;
}

/** Looks around in a folder of somebody's, and changes nothing. */
export function detect(folder: string): Surroundings {
  const root = resolve(folder);
  const files = filesBelow(root);
  const programs = files
    .filter((file) => /(^|\/)Pulumi\.(ya?ml|json)$/.test(file))
    .map((file) => programOf(root, file))
    .filter((program) => program !== undefined);
  const installation = installationFor(root, programs[0]?.folder ?? '.');
  return {
    root,
    programs,
    templates: files.filter((file) => file.endsWith('.json') && isTemplate(join(root, file))),
    hasBicep: files.some((file) => file.endsWith('.bicep')),
    ...(installation ? { installation } : {}),
    services: servicesOf(root),
    branch: defaultBranch(root),
    usesPreCommit: existsSync(join(root, '.pre-commit-config.yaml')),
  };
}

/** What is never looked into, and how much at most. */
const skipped = new Set(['node_modules', 'dist', 'build', 'venv', '__pycache__', 'target', 'vendor']);
const deepest = 6;
const mostFiles = 20_000;

function filesBelow(root: string): readonly string[] {
  const found: string[] = [];
  const look = (folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      if (found.length >= mostFiles) return;
      if (entry.isFile()) found.push(relative(root, join(folder, entry.name)).split(sep).join('/'));
      else if (
        entry.isDirectory() &&
        depth < deepest &&
        !skipped.has(entry.name) &&
        !entry.name.startsWith('.')
      )
        look(join(folder, entry.name), depth + 1);
    }
  };
  look(root, 0);
  return found.sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // A folder that may not be read is none of ours.
  }
}

function programOf(root: string, file: string): Program | undefined {
  const folder = dirname(file);
  const project = read(join(root, file), (text) => parse(text) as unknown);
  if (typeof project !== 'object' || project === null) return undefined;
  const { runtime, stackConfigDir, config } = project as { readonly [key: string]: unknown };
  const name = typeof runtime === 'object' && runtime !== null && 'name' in runtime ? runtime.name : runtime;
  if (typeof name !== 'string') return undefined;
  const configFolder = [stackConfigDir, config].find((one) => typeof one === 'string') ?? '.';
  const stacks = entriesOf(join(root, folder, String(configFolder))).flatMap((entry) => {
    const match = /^Pulumi\.([\w.-]+)\.(ya?ml|json)$/.exec(entry.name);
    return entry.isFile() && match?.[1] ? [match[1]] : [];
  });
  return { folder, runtime: name, language: languageOf(name, join(root, folder)), stacks: stacks.sort() };
}

function languageOf(runtime: string, folder: string): string {
  if (runtime !== 'nodejs')
    return { yaml: 'YAML', python: 'Python', go: 'Go', dotnet: '.NET', java: 'Java' }[runtime] ?? runtime;
  const names = entriesOf(folder).map(({ name }) => name);
  return names.some((name) => name === 'tsconfig.json' || /\.[cm]?ts$/.test(name))
    ? 'TypeScript'
    : 'JavaScript';
}

/** Templates name their schema in the first lines. */
function isTemplate(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const start = Buffer.alloc(2048);
      const length = readSync(descriptor, start, 0, start.length, 0);
      return /deploymentTemplate\.json/i.test(start.toString('latin1', 0, length));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

const locks = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

/** The nearest folder with a lockfile, from a program up to the root, else the nearest with a `package.json`. */
function installationFor(root: string, from: string): Installation | undefined {
  const folders: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === '.') break;
  }
  const at = (folder: string, name: string) => existsSync(join(root, folder, name));
  const packages = folders.filter((folder) => at(folder, 'package.json'));
  const folder = packages.find((one) => locks.some(([name]) => at(one, name))) ?? packages[0];
  if (folder === undefined) return undefined;
  const lock = locks.find(([name]) => at(folder, name));
  return {
    folder,
    manager: lock?.[1] ?? 'npm',
    listed: read(join(root, folder, 'package.json'), namesUs) === true,
    locked: lock !== undefined,
  };
}

const namesUs = (content: string): boolean => content.includes('"@iiot-guard/policies"');

/** By the files that a service looks for, and by where the repository was cloned from. */
function servicesOf(root: string): readonly Service[] {
  const remote = read(join(root, '.git/config'), (text) => text) ?? '';
  const signs: Readonly<Record<Service, boolean>> = {
    github: existsSync(join(root, '.github')) || /github\.com[:/]/.test(remote),
    azure: existsSync(join(root, 'azure-pipelines.yml')) || /dev\.azure\.com|visualstudio\.com/.test(remote),
    gitlab: existsSync(join(root, '.gitlab-ci.yml')) || /gitlab/.test(remote),
  };
  return services.filter((service) => signs[service]);
}

function defaultBranch(root: string): string {
  const head = read(join(root, '.git/refs/remotes/origin/HEAD'), (text) => text) ?? '';
  const own = read(join(root, '.git/HEAD'), (text) => text) ?? '';
  const named =
    /refs\/remotes\/origin\/(\S+)/.exec(head)?.[1] ?? /refs\/heads\/(main|master|trunk)\s*$/.exec(own)?.[1];
  return named !== undefined && /^[\w./-]+$/.test(named) ? named : 'main';
}

function read<Result>(file: string, use: (text: string) => Result): Result | undefined {
  try {
    return use(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
