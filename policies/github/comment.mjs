// Keeps one comment on the pull request updated: makes it the first time, and changes that very comment afterwards.
// Never fails the job: the findings decide about that, and the job summary has them too.
import { readFileSync } from 'node:fs';

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;
const { GUARD_TOKEN, GUARD_REPORT, GUARD_KEY = '' } = process.env;

/** The longest body that GitHub takes. */
const longest = 65_536;

const key = GUARD_KEY.replaceAll(/[^\w./ -]/g, '').replaceAll('--', '-');
const marker = `<!-- iiot-guard: ${key} -->`;

async function call(path, method = 'GET', body = undefined) {
  const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GUARD_TOKEN}`,
      'user-agent': 'iiot-guard',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`);
  return answer.json();
}

/** Our comment: of a bot, and beginning with our mark, so that a quote of it in another's comment is left alone. */
async function existing(number) {
  for (let page = 1; page <= 30; page++) {
    const comments = await call(`/issues/${number}/comments?per_page=100&page=${page}`);
    const own = comments.find(({ user, body }) => user?.type === 'Bot' && body?.startsWith(marker));
    if (own || comments.length < 100) return own;
  }
  return undefined;
}

try {
  const { pull_request: pull } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
  const text = `${marker}\n${readFileSync(GUARD_REPORT, 'utf8')}`;
  const note = '\n\n(shortened)';
  const body = text.length > longest ? text.slice(0, longest - note.length) + note : text;
  const own = await existing(Number(pull.number));
  if (own?.body === body) console.log('The comment is as it was.');
  else if (own) await call(`/issues/comments/${own.id}`, 'PATCH', { body });
  else await call(`/issues/${Number(pull.number)}/comments`, 'POST', { body });
} catch (fault) {
  const text = String(fault?.message ?? fault).replaceAll(/[\r\n]+/g, ' ');
  console.log(
    `::warning title=iiot-guard::The comment could not be written: ${text}. The job summary has the report.`,
  );
}
