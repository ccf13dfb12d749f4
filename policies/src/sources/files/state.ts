import type { NotEvaluated, RegisteredResource } from '../../resources/resource';
import { isList, isObject, type Properties, type Value } from '../../resources/value';
import { FileError } from './file-error';
import { type Registered, resourceOf, stackOf } from './registered';

/** The versions of the deployment format that are understood. Source: `sdk/go/common/apitype/core.go` of pulumi/pulumi. */
const oldest = 3;
const newest = 4;

/** Whether parsed JSON is what `pulumi stack export` writes, or a checkpoint of a file backend. */
export function isState(json: Value): json is Properties {
  return isObject(json) && 'version' in json && ('deployment' in json || 'checkpoint' in json);
}

/**
 * Reads the resources of a state as the program declared them: their inputs. What is encrypted stays unknown.
 * Throws a FileError for a version that is not known.
 */
export function readState(json: Properties, file: string): Registered {
  const { version } = json;
  if (typeof version !== 'number' || version < oldest || version > newest) {
    const older = typeof version === 'number' && version < oldest;
    throw new FileError(
      file,
      `is a state of version ${typeof version === 'number' ? version : 'unknown'}; ${oldest} to ${newest} are understood.`,
      older ? 'Import it with a current Pulumi and export it again.' : 'Update iiot-guard.',
    );
  }
  const entries = entriesOf(json);
  if (entries === undefined)
    throw new FileError(file, 'is a state without a list of resources.', 'Export the stack again.');
  const registered: RegisteredResource[] = [];
  const notEvaluated: NotEvaluated[] = [];
  for (const entry of entries) {
    if (!isObject(entry) || typeof entry.urn !== 'string' || typeof entry.type !== 'string') {
      notEvaluated.push({ resource: file, why: 'an entry of the state without URN or type' });
    } else if (entry.external === true) {
      notEvaluated.push({ resource: entry.urn, why: 'read by the program, not managed by it' });
    } else if (entry.delete !== true) {
      registered.push(resourceOf(entry, entry.urn, entry.type));
    }
  }
  return { registered, notEvaluated, ...stackOf(registered) };
}

function entriesOf({ deployment, checkpoint }: Properties): readonly Value[] | undefined {
  const latest = isObject(checkpoint) ? checkpoint.latest : deployment;
  if (!isObject(latest)) return undefined;
  // A stack without resources is exported without the list.
  const { resources = [] } = latest;
  return isList(resources) ? resources : undefined;
}
