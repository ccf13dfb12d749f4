import type { RegisterPackageRequest } from '@pulumi/pulumi/proto/resource_pb';
import { type Properties, UNKNOWN, type Value } from '../../resources/value';
import type { Session } from './session';
import { makeUrn, packageOf, providerType } from './urn';

/** A provider plugin as a request names it. */
export interface ProviderRequest {
  readonly pkg: string;
  readonly version: string;
  readonly url: string;
}

/** The packages a program registered (parameterized ones among them) and the default providers in use. */
export class Providers {
  readonly #packages = new Map<string, ProviderRequest>();
  readonly #defaults = new Map<string, string>();

  constructor(private readonly session: Session) {}

  /** Keeps a package under a reference that later requests name instead of name and version. */
  registerPackage(request: RegisterPackageRequest): string {
    const parameter = request.getParameterization();
    const entry: ProviderRequest = {
      pkg: parameter?.getName() || request.getName(),
      version: parameter?.getVersion() || request.getVersion(),
      url: request.getDownloadUrl(),
    };
    const reference = [entry.pkg, entry.version, entry.url, request.getName(), request.getVersion()].join(
      '@',
    );
    this.#packages.set(reference, entry);
    return reference;
  }

  /** The plugin a request means: by package reference, else by its own fields. */
  request(token: string, version: string, url: string, packageRef: string): ProviderRequest {
    if (packageRef === '') return { pkg: packageOf(token), version, url: url.replace(/\/$/, '') };
    const known = this.#packages.get(packageRef);
    if (!known) throw new Error(`unknown provider package '${packageRef}'`);
    return known;
  }

  /** The package behind a reference, where one is given. */
  package(reference: string): ProviderRequest | undefined {
    return this.#packages.get(reference);
  }

  /**
   * The reference of the default provider for a plugin. The first use registers it as a resource of its own, which
   * policy packs see like any other. Source: `default_providers.go` of pulumi/pulumi.
   */
  defaultFor(request: ProviderRequest): string {
    const key = `${request.pkg}@${request.version}@${request.url}`;
    const known = this.#defaults.get(key);
    if (known) return known;
    this.#refuseDisabled(request.pkg);
    const { session } = this;
    const token = providerType(request.pkg);
    const name = defaultName(request);
    const urn = makeUrn(session.stack.name, session.project.name, '', token, name);
    const reference = `${urn}::${UNKNOWN}`;
    this.#defaults.set(key, reference);
    session.claim(urn);
    session.record({
      urn,
      name,
      token,
      custom: true,
      properties: this.#defaultInputs(request),
      propertyDependencies: {},
      dependencies: [],
    });
    return reference;
  }

  /** Configuration of the package, and the plugin's version. */
  #defaultInputs(request: ProviderRequest): Properties {
    const inputs: Record<string, Value> = {};
    // A dynamic provider gets the whole configuration, under full keys.
    const dynamic = request.pkg === 'pulumi-nodejs' || request.pkg === 'pulumi-python';
    for (const [key, value] of this.session.stack.config) {
      const [namespace, name] = key.split(':') as [string, string];
      if (dynamic) inputs[key] = value.text;
      else if (namespace === request.pkg) inputs[name] = value.text;
    }
    if (request.version) inputs.version = request.version;
    return inputs;
  }

  /** `pulumi:disable-default-providers` lists the packages whose provider must be given explicitly. */
  #refuseDisabled(pkg: string): void {
    const text = this.session.stack.config.get('pulumi:disable-default-providers')?.text;
    if (!text || pkg === 'pulumi') return;
    const barred = JSON.parse(text) as unknown[];
    if (barred.some((entry) => typeof entry === 'string' && ['*', pkg].includes(entry.trim()))) {
      throw new Error(
        `Default provider for '${pkg}' is disabled by pulumi:disable-default-providers. Give the resource an explicit provider.`,
      );
    }
  }
}

/** `default_3_28_0`. Source: `DefaultName` in `providers/provider.go` of pulumi/pulumi. */
function defaultName({ version, url }: ProviderRequest): string {
  const base = version === '' ? 'default' : `default_${version.replace(/[.+-]/g, '_')}`;
  return url === '' ? base : `${base}_${url.replace(/^https?:\/\//, '')}`;
}
