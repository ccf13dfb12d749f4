import { isList, isUnknown, type Properties, type Value } from '../resources/value';

/** One text in the properties of a resource. */
export interface Text {
  readonly path: string;
  /** The name it stands under: a property, or the `name` beside a `value`. */
  readonly name: string;
  readonly text: string;
  /** Whether the name is one that the author chose: of a tag, a setting or a variable. */
  readonly chosenName: boolean;
}

/** Blocks whose keys are the author's own. */
const ownKeys: ReadonlySet<string> = new Set([
  'tags',
  'metadata',
  'appSettings',
  'connectionStrings',
  'environmentVariables',
  'labels',
]);

/** How deep properties are followed; nothing that Azure takes nests as far. */
const deepest = 40;

/** Hands every known text in the properties to `visit`. `allChosen` where every name in them is the author's own. */
export function visitTexts(properties: Properties, visit: (text: Text) => void, allChosen = false): void {
  const walk = (value: Value, path: string, name: string, chosenName: boolean, depth: number): void => {
    if (typeof value === 'string') {
      if (!isUnknown(value)) visit({ path, name, text: value, chosenName });
      return;
    }
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    if (isList(value)) {
      value.forEach((item, index) => {
        walk(item, `${path}[${index}]`, name, chosenName, depth + 1);
      });
      return;
    }
    const block = value as Properties;
    // Settings also come as `{ name, value }`.
    const label = typeof block.name === 'string' && 'value' in block ? block.name : undefined;
    const areChosen = allChosen || ownKeys.has(name);
    for (const key of Object.keys(block)) {
      const below = path === '' ? key : `${path}.${key}`;
      const labelled = label !== undefined && (key === 'value' || key === 'secureValue');
      walk(block[key] as Value, below, labelled ? label : key, labelled || areChosen, depth + 1);
    }
  };
  walk(properties, '', '', allChosen, 0);
}
