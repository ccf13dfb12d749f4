import { type Properties, textOf } from '../resources/value';
import { read } from './reading';
import { portRanges, texts } from './security-rules';

/** Ports over which one machine administers another. */
export const managementPorts: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [3389, 'RDP'],
  [5985, 'WinRM'],
]);

const wholeNetwork = ['virtualnetwork', '*', 'any', '0.0.0.0/0'];

/**
 * The management ports that the outbound rules leave open towards the virtual network: those that no rule denies, or that
 * a rule of higher priority (a lower number) allows first. With `generous`, an unknown field counts as what closes them.
 */
export function lateralDenies(rules: readonly Properties[], generous = false): readonly number[] {
  return [...managementPorts.keys()].filter((port) => {
    const first = (access: 'allow' | 'deny', unknownCounts: boolean, otherwise: number) =>
      Math.min(
        ...rules
          .filter((rule) => covers(rule, port, access, unknownCounts))
          .map((rule) => priority(rule, otherwise)),
        Number.POSITIVE_INFINITY,
      );
    const denied = first('deny', generous, 0);
    return denied === Number.POSITIVE_INFINITY || first('allow', false, Number.POSITIVE_INFINITY) < denied;
  });
}

function covers(rule: Properties, port: number, access: string, unknownCounts: boolean): boolean {
  const is = (field: string, literals: readonly string[]) => {
    const reading = read(rule, field)[0];
    if (reading?.state === 'unknown') return unknownCounts;
    return reading?.state === 'known' && literals.includes(textOf(reading.value).toLowerCase());
  };
  if (!is('access', [access]) || !is('direction', ['outbound']) || !is('protocol', ['tcp', '*']))
    return false;
  const targets = texts(rule, 'destinationAddressPrefix');
  const ports = texts(rule, 'destinationPortRange');
  return (
    ((targets.unknown !== undefined && unknownCounts) ||
      targets.known.some(({ text }) => wholeNetwork.includes(text.toLowerCase()))) &&
    ((ports.unknown !== undefined && unknownCounts) ||
      ports.known.some(({ path, text }) =>
        portRanges(path, text).some(({ from, to }) => from <= port && port <= to),
      ))
  );
}

function priority(rule: Properties, otherwise: number): number {
  const value = Number(rule.priority);
  return Number.isNaN(value) ? otherwise : value;
}
