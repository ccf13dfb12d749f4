import type { Threat } from '../threat';
import type { Measure, Risk, RiskLevel, RiskScore } from '../threat-report';
import { impactNames, likelihoodNames, type Score, statusNames } from '../vocabulary';

/** Bands of likelihood times impact. */
export function levelOf(score: number): RiskLevel {
  if (score >= 15) return 'critical';
  if (score >= 10) return 'high';
  return score >= 5 ? 'medium' : 'low';
}

function scoreOf(likelihood: Score, impact: Score): RiskScore {
  const score = likelihood * impact;
  return { likelihood, impact, score, level: levelOf(score) };
}

/** Lowers likelihood and impact by what is proved, never below 1, and writes every step down. */
export function riskOf(threat: Threat, measures: readonly Measure[]): Risk {
  const steps: string[] = [];
  const lowered = (factor: 'likelihood' | 'impact', from: Score): Score => {
    const names = factor === 'likelihood' ? likelihoodNames : impactNames;
    const word = factor === 'likelihood' ? 'Likelihood' : 'Impact';
    let value: number = from;
    steps.push(`${word} before anything is done: ${from} (${names[from - 1]}).`);
    for (const { lowers, by, counted, status, text } of measures) {
      if (lowers !== factor) continue;
      const next = Math.max(1, value - counted);
      const why =
        counted === by
          ? statusNames[status]
          : `${statusNames[status]}, so ${counted} of ${by} ${by === 1 ? 'step' : 'steps'} count`;
      steps.push(`${word} ${value} − ${counted} = ${next}: ${text} (${why})`);
      value = next;
    }
    return value as Score;
  };
  const inherent = scoreOf(threat.likelihood.score, threat.impact.score);
  const residual = scoreOf(
    lowered('likelihood', threat.likelihood.score),
    lowered('impact', threat.impact.score),
  );
  steps.push(
    `Risk before: ${inherent.likelihood} × ${inherent.impact} = ${inherent.score} (${inherent.level}).`,
    `Risk that remains: ${residual.likelihood} × ${residual.impact} = ${residual.score} (${residual.level}).`,
  );
  return { inherent, residual, steps };
}
