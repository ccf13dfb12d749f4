/** The steps from the top of a JSON document to one place in it. */
export type JsonPath = readonly (string | number)[];

/** A template that Azure would refuse as well. The message never quotes a value. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    message: string,
    /** Where in the document the fault is. */
    readonly path: JsonPath,
  ) {
    super(message);
  }
}

/** A function that cannot be evaluated with what it was given. Its value is unknown then, and the reason is told. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** `resources[0].properties`, for messages. */
export function pathText(path: JsonPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
