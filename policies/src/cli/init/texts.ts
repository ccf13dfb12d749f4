import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { packageRoot } from '../../package-root';
import { version } from '../../version';
import { configText } from './config-text';
import type { Program, Service, Surroundings } from './detect';

/** A file to write, seen from the root. */
export interface Text {
  readonly file: string;
  readonly content: string;
}

/** What is checked: one program with its stacks, or the templates of the repository. */
export interface Subject {
  readonly program?: Program;
  readonly stacks: readonly string[];
}

const packageName = '@iiot-guard/policies';

/** The files for one service. */
export function textsFor(service: Service, around: Surroundings, subject: Subject): readonly Text[] {
  if (service === 'github')
    return [{ file: '.github/workflows/iiot-guard.yml', content: github(around, subject) }];
  if (service === 'gitlab')
    return [{ file: '.gitlab/iiot-guard.yml', content: filled('gitlab.yml', values(around, subject)) }];
  const steps = '.azure-pipelines/iiot-guard-steps.yml';
  return [
    {
      file: steps,
      content: template('azure-pipelines-steps.yml').replace('npx --no-install iiot-guard', command(around)),
    },
    {
      file: '.azure-pipelines/iiot-guard.yml',
      content: filled('azure-pipelines.yml', { ...values(around, subject), steps: 'iiot-guard-steps.yml' }),
    },
  ];
}

/** The hook for pre-commit. */
export function preCommitText(around: Surroundings, subject: Subject): Text {
  const files = subject.program
    ? inFolder(subject.program.folder, '\\.([cm]?[jt]s|ya?ml|json)$')
    : '\\.json$';
  return {
    file: '.pre-commit-config.yaml',
    content: filled('pre-commit-config.yaml', { ...values(around, subject), files: quoted(files) }),
  };
}

const inFolder = (folder: string, pattern: string): string =>
  folder === '.' ? pattern : `^${folder.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/.*${pattern}`;

/** The configuration file. */
export function configFile(around: Surroundings, profile: string, baseline: string | undefined): Text {
  return { file: 'iiot-guard.config.yaml', content: configText(packageIn(around), profile, baseline) };
}

/** How a person runs the same by hand. */
export function commandFor(around: Surroundings, subject: Subject): string {
  return `${around.installation?.folder === '.' ? 'npx iiot-guard' : command(around)} ${shells(wordsFor(subject))}`;
}

/** The words behind `iiot-guard`. */
export function wordsFor({ program, stacks }: Subject): readonly string[] {
  if (!program) return ['check', '.'];
  const folder = program.folder === '.' ? [] : [program.folder];
  return ['preview', ...folder, ...stacks.flatMap((stack) => ['--stack', stack])];
}

function values(around: Surroundings, subject: Subject): Values {
  return {
    install: install(around),
    arguments: shells(wordsFor(subject)),
    branch: around.branch,
    command: command(around),
  };
}

function github(around: Surroundings, { program, stacks }: Subject): string {
  const inputs: Record<string, string> = program
    ? { directory: program.folder, ...(stacks.length > 0 ? { stacks: `${stacks.join('\n')}\n` } : {}) }
    : { files: '.' };
  const lines = stringify(inputs).trimEnd().split('\n');
  return filled('github.yml', {
    command: command(around),
    install: install(around),
    package: packageIn(around),
    branch: around.branch,
    subject: lines.join('\n          '),
  });
}

/** Where the package is installed, seen from the root. */
export const packageIn = ({ installation }: Surroundings): string =>
  `${installation && installation.folder !== '.' ? `${installation.folder}/` : ''}node_modules/${packageName}`;

/** The command by its file: it works from every folder, and never takes another package of that name. */
const command = (around: Surroundings): string => `node ${shell(`${packageIn(around)}/bin/iiot-guard.js`)}`;

/** What installs the program's packages and ours, exactly as locked where there is a lockfile. */
export function install({ installation }: Surroundings): string {
  if (!installation) return `npm install --no-save --no-package-lock ${packageName}@${version}`;
  const { folder, manager, locked } = installation;
  const into = folder === '.' ? '' : `cd ${shell(folder)} && `;
  const how = {
    npm: locked ? 'npm ci' : 'npm install',
    pnpm: 'corepack enable && pnpm install --frozen-lockfile',
    yarn: 'corepack enable && yarn install --frozen-lockfile',
    bun: 'npx --yes bun install --frozen-lockfile',
  }[manager];
  return folder === '.' ? how : `(${into}${how})`;
}

/** Quotes a word for a shell where that is needed. */
const shell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const shells = (words: readonly string[]): string => words.map((word) => shell(word)).join(' ');

/** A text as a value in YAML, on one line. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type Values = { readonly command: string; readonly [name: string]: string };

const template = (name: string): string => readFileSync(join(packageRoot, 'ci', name), 'utf8');

/** A ready text with its places filled in, and with the command and the branch of this repository. */
function filled(name: string, { command: own, branch, ...places }: Values): string {
  return template(name)
    .replaceAll('npx --no-install iiot-guard', () => own)
    .replaceAll('[main]', () => `[${branch}]`)
    .replaceAll(/\$([a-z]+)\b/g, (mark, place: string) => places[place] ?? mark);
}
