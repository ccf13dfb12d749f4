import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whoAmI } from '../../policies/src/cli/who-am-i';

const machine = vi.hoisted(() => ({ userInfo: vi.fn() }));
vi.mock('node:os', async (original) => ({ ...(await original()), ...machine }));

beforeEach(() => {
  for (const name of ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'BUILD_REQUESTEDFOR']) vi.stubEnv(name, undefined);
  machine.userInfo.mockReturnValue({ username: 'operator' });
});
afterEach(() => vi.unstubAllEnvs());

/** What Git is told to be configured with. */
const git = (email: string) => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.email',
  GIT_CONFIG_VALUE_0: email,
});

test.each<[string, Record<string, string>, string]>([
  ['Git', { ...git('ada@example.com'), GITHUB_ACTOR: 'bot' }, 'ada@example.com'],
  ['who started the run, where Git knows nobody', { ...git(''), GITLAB_USER_LOGIN: 'eve' }, 'eve'],
  ['who started the run, where there is no Git', { PATH: '', BUILD_REQUESTEDFOR: 'bob' }, 'bob'],
  ['the machine', { ...git(''), GITHUB_ACTOR: '' }, 'operator'],
])('the user is that of %s', (_what, environment, expected) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  expect(whoAmI()).toBe(expected);
});

test('a machine that does not know its user is no fault', () => {
  vi.stubEnv('PATH', '');
  machine.userInfo.mockImplementation(() => {
    throw new Error('no entry');
  });
  expect(whoAmI()).toBe('unknown');
});
