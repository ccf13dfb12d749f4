import type { ArmType, Resource } from '../resources/resource';
import { textOf } from '../resources/value';

import type { Reading } from './reading';
import type { CheckRule, Fix, ResourceView, RuleFacts, Verdict } from './rule';
import { verdictOf } from './verdict';
import { notWellKnown } from './well-known-secrets';

/** A rule on the password of a database administrator. A value that the source reports as a secret is none that somebody typed. */
export function adminPasswordRule(
  facts: Pick<RuleFacts, 'id' | 'title' | 'why' | 'links' | 'serviceDefault'> & {
    readonly target: ArmType;
    readonly fix: Fix;
  },
): CheckRule {
  return {
    ...facts,
    topic: 'no-plaintext-secrets',
    class: 'identity',
    severity: 'high',
    property: 'administratorLoginPassword',
    check: (view) => {
      const reading = view.one('administratorLoginPassword');
      if (isSecret(reading, view)) return [{ outcome: 'pass', property: reading.path }];
      return [typedSecret(reading, view, facts.serviceDefault.is)];
    },
    examples: {
      good: [
        { properties: { administratorLogin: 'historian', location: 'westeurope' } },
        {
          properties: {
            administratorLogin: 'historian',
            administratorLoginPassword: 'kT9-example-only-w4Zr-77f1',
          },
          facts: { secretTexts: ['kT9-example-only-w4Zr-77f1'] },
        },
      ],
      bad: [
        {
          properties: { administratorLogin: 'historian', administratorLoginPassword: 'Passw0rd123!' },
          at: ['administratorLoginPassword'],
        },
        {
          properties: { administratorLogin: 'historian', administratorLoginPassword: '<your-password>' },
          at: ['administratorLoginPassword'],
        },
      ],
    },
  };
}

/**
 * The verdict on a secret that the program gives. A policy sees a secret as plain text, so what it can tell from a text that
 * somebody typed is a value that everybody knows. In a template file it is known which values come from secure parameters:
 * all others are there for everybody to read.
 */
export function typedSecret(reading: Reading, view: ResourceView, serviceDefault: string): Verdict {
  const property = reading.path;
  const isWritten = reading.state === 'known' && reading.value !== '' && !isSecret(reading, view);
  if (isWritten && isInTemplateFile(view.resource)) {
    const message = `\`${property}\` is written in the template or its parameters; it must come from a secure parameter.`;
    return { outcome: 'fail', property, message };
  }
  return verdictOf(reading, { must: notWellKnown, whenAbsent: 'pass', serviceDefault });
}

const isSecret = (reading: Reading, { resource }: ResourceView): boolean =>
  reading.state === 'known' && resource.secretTexts?.includes(textOf(reading.value)) === true;

const isInTemplateFile = ({ token, document }: Resource): boolean =>
  token.startsWith('arm:') && document !== undefined;
