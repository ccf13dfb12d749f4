import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import type { Properties } from '../../resources/value';
import type { Callbacks, Transform } from './callbacks';
import { PreviewError } from './error';
import { NestedOutputs } from './nested-outputs';
import type { Project } from './project';
import type { Redactor } from './redact';
import type { Stack } from './stack-config';
import { STACK_TYPE, typeOf } from './urn';

/** What children inherit from a resource. Source: `inheritFromParent` in `source_eval.go` of pulumi/pulumi. */
export interface Heritage {
  readonly parent: string;
  readonly provider: string;
  readonly protect: boolean | undefined;
  /** Providers by package, for the children of a component. */
  readonly providers: ReadonlyMap<string, string>;
  readonly transforms: readonly Transform[];
}

/** The state of one preview: what the program registered so far, and what its later calls depend on. */
export class Session {
  readonly resources: RegisteredResource[] = [];
  readonly notEvaluated: NotEvaluated[];
  readonly heritage = new Map<string, Heritage>();
  readonly stackTransforms: Transform[] = [];
  /** Inputs by URN, for `pulumi:pulumi:getResource`. */
  readonly inputs = new Map<string, ReturnType<RegisterResourceRequest['getObject']>>();
  readonly nestedOutputs: NestedOutputs;
  readonly #named = new Set<string>();
  readonly #urns = new Set<string>();
  rootUrn = '';
  /** The program registered the outputs of its stack: it ran to its end. */
  stackOutputs = false;
  /** The SDK said that no more calls will come. */
  shutdown = false;
  /** The first fault that makes the whole preview fail, as the engine would. */
  fault: PreviewError | undefined;

  constructor(
    readonly project: Project,
    readonly stack: Stack,
    readonly secrets: Redactor,
    readonly callbacks: Callbacks,
    private readonly events: { resource(count: number): void; fault(): void },
  ) {
    this.notEvaluated = [...stack.notEvaluated];
    this.nestedOutputs = new NestedOutputs(project.directory);
  }

  /** Claims a URN; a second claim is what the engine calls a duplicate resource. */
  claim(urn: string): void {
    if (this.#urns.has(urn)) {
      const first = this.resources.find((resource) => resource.urn === urn)?.declaredAt;
      throw this.fail(
        `Two resources have the same URN: ${urn}${first ? ` (the first is declared at ${first.file}:${first.line})` : ''}. ` +
          'Give one of them another name, or another parent.',
      );
    }
    this.#urns.add(urn);
    if (typeOf(urn) === STACK_TYPE) this.rootUrn = urn;
  }

  has(urn: string): boolean {
    return this.#urns.has(urn);
  }

  record(resource: RegisteredResource): void {
    this.resources.push(resource);
    this.events.resource(this.resources.length);
  }

  /** Takes what the program gives out as outputs of its stack: the stack's own resource then has them as properties. */
  recordOutputs(properties: Properties, secretTexts: readonly string[]): void {
    this.stackOutputs = true;
    const at = this.resources.findIndex(({ urn }) => urn === this.rootUrn);
    const root = this.resources[at];
    if (root) this.resources[at] = { ...root, properties, secretTexts };
  }

  /** Names something once that the preview could not look at. */
  skip(resource: string, why: string): void {
    if (this.#named.has(resource)) return;
    this.#named.add(resource);
    this.notEvaluated.push({ resource, why });
  }

  /** Ends the preview with a fault of the program. */
  fail(message: string): PreviewError {
    this.fault ??= new PreviewError(this.secrets.redact(message));
    this.events.fault();
    return this.fault;
  }
}
