import type { Value } from '../resources/value';
import type { Condition } from './conditions';

const iso =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const secondsPer = [31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1] as const;

/** The seconds of an ISO 8601 duration such as `PT1H` or `P90D`, months as 30 days; not a number for any other value. */
export function isoSeconds(value: Value): number {
  const parts = typeof value === 'string' ? iso.exec(value.trim())?.slice(1) : undefined;
  if (!parts?.some((part) => part !== undefined)) return Number.NaN;
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (secondsPer[index] ?? 0), 0);
}

/** An ISO 8601 duration of at most this many minutes. A text that is none does not pass. */
export function atMostMinutes(most: number): Condition {
  return {
    expected: `be a duration of at most ${most} minutes, such as \`PT1H\``,
    holds: (value) => isoSeconds(value) <= most * 60,
  };
}
