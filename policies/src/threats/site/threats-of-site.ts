import { closest } from '../../evaluate/closest';
import { register } from '../register';
import type { Mitigation, Threat } from '../threat';
import type { Problem } from '../threat-report';
import type { SiteThreat } from './schema';
import type { Site } from './site';

/** A threat with what a person said about its status. */
export interface SiteThreatRecord {
  readonly threat: Threat;
  readonly origin: 'register' | 'site';
  readonly override?: SiteThreat;
}

/** The register with the changes and the threats of a site, and what is wrong with those. */
export function threatsOfSite(site: Site): {
  readonly threats: readonly SiteThreatRecord[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const own = new Map(site.threats.map((one) => [one.id, one]));
  const known = new Set([...register.map(({ id }) => id), ...own.keys()]);
  const ofRegister = new Map(register.map((threat) => [threat.id, threat]));
  const underway = new Set<string>();

  const resolve = (id: string): Threat | undefined => {
    const override = own.get(id);
    if (!override) return ofRegister.get(id);
    if (underway.has(id)) {
      problems.push({
        where: `threats.${id}.basedOn`,
        message: `goes round in a circle (${[...underway, id].join(' → ')}). Base one of them on nothing.`,
      });
      return undefined;
    }
    const cached = results.get(id);
    if (cached) return cached;
    underway.add(id);
    const threat = complete(override, baseOf(override));
    underway.delete(id);
    if (threat) results.set(id, threat);
    return threat;
  };
  const results = new Map<string, Threat>();

  function baseOf(override: SiteThreat): Threat | undefined {
    const inRegister = ofRegister.get(override.id);
    if (override.basedOn === undefined) return inRegister;
    if (inRegister) {
      problems.push({
        where: `threats.${override.id}.basedOn`,
        message: `is for new threats; ${override.id} is one of the register. Leave it out.`,
      });
      return inRegister;
    }
    if (!known.has(override.basedOn)) {
      problems.push({
        where: `threats.${override.id}.basedOn`,
        message: `\`${override.basedOn}\` is not a threat${closest(override.basedOn, [...known])}`,
      });
      return undefined;
    }
    return resolve(override.basedOn);
  }

  function complete(override: SiteThreat, base: Threat | undefined): Threat | undefined {
    const { status: _status, notApplicable: _why, basedOn: _base, mitigations, ...said } = override;
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    const own = mitigations ? { mitigations: mitigations.map(mitigationOf) } : {};
    if (base) return { ...base, ...given, ...own } as Threat;
    const needed = [
      'title',
      'class',
      'stride',
      'stage',
      'elements',
      'consequences',
      'likelihood',
      'impact',
      'mitigations',
      'phases',
    ];
    const missing = needed.filter((field) => override[field as keyof SiteThreat] === undefined);
    if (missing.length > 0) {
      const hint = /^T-[DXCO]/.test(override.id)
        ? closest(
            override.id,
            register.map(({ id }) => id),
          )
        : '.';
      problems.push({
        where: `threats.${override.id}`,
        message: `is not in the register${hint} A new threat also needs ${missing.join(', ')}.`,
      });
      return undefined;
    }
    return { actor: 'not stated', asset: 'not stated', controls: [], ...given, ...own } as unknown as Threat;
  }

  const fromRegister = register.map((threat): SiteThreatRecord => {
    const override = own.get(threat.id);
    // One of the register is its own base, so it is always complete.
    return { threat: resolve(threat.id) as Threat, origin: 'register', ...(override ? { override } : {}) };
  });
  const added = site.threats
    .filter(({ id }) => !ofRegister.has(id))
    .flatMap((override): SiteThreatRecord[] => {
      const threat = resolve(override.id);
      return threat ? [{ threat, origin: 'site', override }] : [];
    });
  return { threats: [...fromRegister, ...added], problems };
}

function mitigationOf(given: NonNullable<SiteThreat['mitigations']>[number]): Mitigation {
  const { rules, evidence, needed, ...said } = given;
  return {
    ...said,
    ...(rules ? { rules } : {}),
    ...(evidence ? { evidence } : {}),
    ...(needed ? { needed } : {}),
  };
}
