import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { packageRoot } from '../package-root';
import type { Profile } from '../rule/settings';
import { version } from '../version';
import { detect, type Service, type Surroundings } from './init/detect';
import {
  commandFor,
  configFile,
  packageIn,
  preCommitText,
  type Subject,
  type Text,
  textsFor,
} from './init/texts';
import { UsageError } from './usage-error';

/** The options of `iiot-guard init`, as commander gives them. */
export interface InitOptions {
  readonly ci: readonly (Service | 'none')[];
  readonly profile: Profile;
  readonly stack: readonly string[];
  readonly preCommit?: boolean;
  readonly baseline: boolean;
  readonly dryRun?: boolean;
}

const baselineFile = 'iiot-guard.baseline.json';

/** Sets iiot-guard up in a repository and gives the text that says what it did. Writes all files or none. */
export function initCommand(folder: string, options: InitOptions): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${folder}: there is no such folder.\n  Name the folder of the repository.`);
  const around = detect(folder);
  const subject = subjectOf(around, options.stack);
  const services = runsOffline(subject) ? chosenServices(around, options.ci) : [];
  const wantsBaseline = options.baseline && runsOffline(subject);
  const texts = [
    ...services.flatMap((service) => textsFor(service, around, subject)),
    ...(options.preCommit && runsOffline(subject) ? [preCommitText(around, subject)] : []),
  ];
  const planned = [
    'iiot-guard.config.yaml',
    ...texts.map(({ file }) => file),
    ...(wantsBaseline ? [baselineFile] : []),
  ];
  refuseToOverwrite(around.root, planned);
  if (options.dryRun)
    return told(around, subject, services, { planned, note: 'Nothing was written (--dry-run).' });
  const problem = wantsBaseline ? makeBaseline(around, subject, options.profile) : 'not asked for';
  const config = configFile(around, options.profile, problem === undefined ? baselineFile : undefined);
  write(around.root, [config, ...texts]);
  const written = [
    config.file,
    ...texts.map(({ file }) => file),
    ...(problem === undefined ? [baselineFile] : []),
  ];
  return told(around, subject, services, { planned: written, ...(problem ? { problem } : {}) });
}

function subjectOf(
  { programs, templates, root, hasBicep }: Surroundings,
  wanted: readonly string[],
): Subject {
  const [program] = programs;
  if (program === undefined) {
    if (templates.length > 0) return { stacks: [] };
    throw new UsageError(
      `${root}: neither a Pulumi program nor an ARM template was found here.\n  ${hasBicep ? 'Bicep files were: run `bicep build` first, or call init where the JSON is.' : 'Name the folder of the repository: iiot-guard init FOLDER.'}`,
    );
  }
  // What is written there is run by a shell of somebody's CI.
  if (!/^[\w ./@+-]+$/.test(program.folder))
    throw new UsageError(
      `${JSON.stringify(program.folder)}: the name of this folder has characters that no CI file should hold.\n  Rename it, or write the files by hand.`,
    );
  const strange = wanted.find((stack) => !program.stacks.includes(stack));
  if (strange !== undefined)
    throw new UsageError(
      `--stack ${strange}: ${program.folder} has no such stack.\n  ${program.stacks.length > 0 ? `There are ${program.stacks.join(', ')}.` : 'It has none.'}`,
    );
  return { program, stacks: wanted.length > 0 ? wanted : program.stacks };
}

/** Programs in other languages need their own engine and so a login: a workflow for those is theirs to write. */
const runsOffline = ({ program }: Subject): boolean => program === undefined || program.runtime === 'nodejs';

function chosenServices(around: Surroundings, given: readonly (Service | 'none')[]): readonly Service[] {
  if (given.length === 0) return around.services;
  return [...new Set(given.filter((one) => one !== 'none'))];
}

function refuseToOverwrite(root: string, files: readonly string[]): void {
  const there = [...files, 'iiot-guard.config.yml'].filter((file) => existsSync(join(root, file)));
  if (there.length === 0) return;
  throw new UsageError(
    `${there.join(', ')}: ${there.length === 1 ? 'is' : 'are'} there already.\n  Nothing was changed. Remove what is to be written anew, or leave it out with --ci, --no-baseline or without --pre-commit.`,
  );
}

/** How a person makes the baseline later, stack by stack. */
function baselineCommands({ program, stacks }: Subject): readonly string[] {
  const target = program?.folder ?? '.';
  if (stacks.length === 0) return [`iiot-guard baseline create ${target}`];
  return stacks.map(
    (stack, index) => `iiot-guard baseline ${index === 0 ? 'create' : 'update'} ${target} --stack ${stack}`,
  );
}

/** Accepts the findings of today. Gives why that could not be done, or undefined. */
function makeBaseline({ root }: Surroundings, subject: Subject, profile: Profile): string | undefined {
  const target = subject.program?.folder ?? '.';
  const stacks = subject.stacks.length > 0 ? subject.stacks : [undefined];
  for (const [index, stack] of stacks.entries()) {
    const how = index === 0 ? 'create' : 'update';
    const named = stack === undefined ? [] : ['--stack', stack];
    const run = spawnSync(
      process.execPath,
      [
        join(packageRoot, 'bin/iiot-guard.js'),
        'baseline',
        how,
        target,
        ...named,
        '--profile',
        profile,
        '--baseline',
        baselineFile,
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (run.status === 0) continue;
    rmSync(join(root, baselineFile), { force: true });
    const fault = stripVTControlCharacters(run.stderr)
      .split('\n')
      .find((line) => line.startsWith('error: '));
    return (
      fault?.replace(/^error: /, '') ?? `\`iiot-guard baseline ${how}\` ended with exit code ${run.status}`
    );
  }
  return undefined;
}

/** Writes drafts first, so that a full disk or a folder that may not be written leaves nothing behind. */
function write(root: string, texts: readonly Text[]): void {
  const made: string[] = [];
  const drafts = texts.map(({ file, content }) => ({ path: join(root, file), content }));
  try {
    for (const { path, content } of drafts) {
      const first = mkdirSync(dirname(path), { recursive: true });
      if (first !== undefined) made.push(first);
      made.push(`${path}.tmp`);
      writeFileSync(`${path}.tmp`, content, { flag: 'wx' });
    }
    for (const { path } of drafts) renameSync(`${path}.tmp`, path);
  } catch (fault) {
    for (const path of made) rmSync(path, { recursive: true, force: true });
    throw new UsageError(
      `${root}: cannot be written (${(fault as NodeJS.ErrnoException).code}).\n  Nothing was left behind but ${baselineFile}, if it could be made.`,
    );
  }
}

interface Done {
  readonly planned: readonly string[];
  /** Why there is no baseline. */
  readonly problem?: string;
  readonly note?: string;
}

function told(around: Surroundings, subject: Subject, services: readonly Service[], done: Done): string {
  const { program } = subject;
  const others = around.programs.slice(1).map(({ folder }) => folder);
  const found = program
    ? `a Pulumi program in ${program.language} (${program.folder}), ${program.stacks.length > 0 ? `stacks ${program.stacks.join(', ')}` : 'no stack file'}`
    : `${around.templates.length} ARM template${around.templates.length === 1 ? '' : 's'}`;
  const listed = around.installation?.listed === true;
  const next = [
    ...(listed || !around.installation
      ? []
      : [
          `${add[around.installation.manager]} @iiot-guard/policies@${version}   (in ${around.installation.folder})`,
        ]),
    ...(runsOffline(subject)
      ? [commandFor(around, subject)]
      : [`pulumi preview --policy-pack ${packageIn(around)}   (in ${program?.folder})`]),
    ...(done.problem !== undefined && done.problem !== 'not asked for' ? baselineCommands(subject) : []),
    ...(services.includes('gitlab')
      ? ['in .gitlab-ci.yml: include: [{ local: .gitlab/iiot-guard.yml }]']
      : []),
    ...(services.includes('azure')
      ? ['in Azure DevOps: a new pipeline from .azure-pipelines/iiot-guard.yml']
      : []),
  ];
  return [
    `Found    ${found}; ${services.length > 0 ? services.map((one) => names[one]).join(', ') : 'no CI service'}.`,
    ...(others.length > 0
      ? [`         Further programs, for which you copy what was written: ${others.join(', ')}.`]
      : []),
    ...(runsOffline(subject)
      ? []
      : [
          `         ${program?.language} programs are not run offline, so no workflow was made: add the pack to your own pulumi steps.`,
        ]),
    `${done.note ? 'Would be' : 'Written '} ${done.planned.join(', ')}`,
    ...(done.note ? [done.note] : []),
    ...(done.problem
      ? [`Baseline ${done.problem === 'not asked for' ? 'not asked for.' : `not made: ${done.problem}`}`]
      : []),
    'Next',
    ...next.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

const names = { github: 'GitHub', azure: 'Azure Pipelines', gitlab: 'GitLab' } as const;

const add = {
  npm: 'npm install --save-dev --save-exact',
  pnpm: 'pnpm add --save-dev --save-exact',
  yarn: 'yarn add --dev --exact',
  bun: 'bun add --dev --exact',
} as const;
