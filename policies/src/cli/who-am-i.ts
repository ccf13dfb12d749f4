import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** Where CI systems say who started a run: GitHub, GitLab, Azure Pipelines. */
const ciUsers = ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_REQUESTEDFOR'] as const;

/** Who runs this, for the record: the user of Git, else the one who started the CI run, else of the machine. */
export function whoAmI(): string {
  const git = spawnSync('git', ['config', 'user.email'], { encoding: 'utf8' });
  const email = git.status === 0 ? git.stdout.trim() : '';
  if (email !== '') return email;
  const ci = ciUsers.map((name) => process.env[name]).find(Boolean);
  if (ci) return ci;
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
