import { isList, isUnknown, type Properties, type Value } from '../resources/value';

/** One text in the properties of a resource, as long as it is being looked at. */
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

/**
 * Hands every known text in the properties to `visit`. `allChosen` where every name in them is the author's own. Every text
 * of every resource comes by here, so its path is only put together where somebody asks for it.
 */
export function visitTexts(properties: Properties, visit: (text: Text) => void, allChosen = false): void {
  new Walk(visit, allChosen).value(properties, '', allChosen);
}

class Walk implements Text {
  name = '';
  text = '';
  chosenName = false;
  readonly #steps: (string | number)[] = [];

  constructor(
    private readonly visit: (text: Text) => void,
    private readonly allChosen: boolean,
  ) {}

  get path(): string {
    return this.#steps.reduce<string>(
      (path, step) =>
        typeof step === 'number' ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`,
      '',
    );
  }

  value(value: Value, name: string, chosenName: boolean): void {
    if (typeof value === 'string') {
      if (isUnknown(value)) return;
      this.name = name;
      this.text = value;
      this.chosenName = chosenName;
      this.visit(this);
    } else if (typeof value === 'object' && value !== null && this.#steps.length <= deepest) {
      if (isList(value)) this.list(value, name, chosenName);
      else this.block(value as Properties, name);
    }
  }

  private list(items: readonly Value[], name: string, chosenName: boolean): void {
    for (let index = 0; index < items.length; index++) {
      this.#steps.push(index);
      this.value(items[index] as Value, name, chosenName);
      this.#steps.pop();
    }
  }

  private block(block: Properties, name: string): void {
    // Settings also come as `{ name, value }`.
    const label = typeof block.name === 'string' && 'value' in block ? block.name : undefined;
    const areChosen = this.allChosen || ownKeys.has(name);
    for (const key in block) {
      const labelled = label !== undefined && (key === 'value' || key === 'secureValue');
      this.#steps.push(key);
      this.value(block[key] as Value, labelled ? label : key, labelled || areChosen);
      this.#steps.pop();
    }
  }
}
