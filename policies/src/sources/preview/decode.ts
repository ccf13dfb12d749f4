import type { ListValue, Struct, Value as WireValue } from 'google-protobuf/google/protobuf/struct_pb';
import { forEachText, type Properties, UNKNOWN, type Value } from '../../resources/value';

/** The key that marks an object as something other than an object, and the marks themselves (`sdk/go/common/resource/sig`). */
export const SIGNATURE = '4dabf18193072939515e22adb298388d';
export const SECRET = '1b47061264138c4ac30d75fd1eb44270';
export const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
export const REFERENCE = '5cf8f73096256a8f31e491e813e4eb8e';

/** Takes note of every text inside a secret, so that it can be kept out of all output. */
export type SecretSink = (text: string) => void;

/**
 * Decodes the properties of a resource into plain values, in one pass over the message.
 *
 * Secrets and output values are unwrapped, a resource reference becomes its id, and internal properties (`__name`) are
 * left out: what the engine hands to a policy pack. Source: `MarshalOptions` of `Analyze` in `analyzer_plugin.go`.
 */
export function decodeProperties(struct: Struct | undefined, onSecret: SecretSink): Properties {
  const properties: Record<string, Value> = {};
  struct?.getFieldsMap().forEach((value, key) => {
    if (!key.startsWith('__')) properties[key] = decode(value, onSecret);
  });
  return properties;
}

function decode(value: WireValue, onSecret: SecretSink): Value {
  switch (value.getKindCase()) {
    case KIND_STRING:
      return value.getStringValue();
    case KIND_BOOL:
      return value.getBoolValue();
    case KIND_NUMBER:
      return value.getNumberValue();
    case KIND_STRUCT:
      return decodeStruct(value.getStructValue() as Struct, onSecret);
    case KIND_LIST:
      return (value.getListValue() as ListValue).getValuesList().map((item) => decode(item, onSecret));
    default:
      return null;
  }
}

// `Value.KindCase` would load the message class for six numbers; they are fixed by struct.proto.
const KIND_NUMBER = 2;
const KIND_STRING = 3;
const KIND_BOOL = 4;
const KIND_STRUCT = 5;
const KIND_LIST = 6;

function decodeStruct(struct: Struct, onSecret: SecretSink): Value {
  const fields = struct.getFieldsMap();
  const signature = fields.get(SIGNATURE)?.getStringValue();
  if (signature === SECRET) return decodeSecret(fields.get('value'), onSecret);
  if (signature === OUTPUT) {
    const value = fields.get('value');
    if (!value) return UNKNOWN;
    return fields.get('secret')?.getBoolValue() ? decodeSecret(value, onSecret) : decode(value, onSecret);
  }
  if (signature === REFERENCE) {
    const id = fields.get('id');
    if (!id) return fields.get('urn')?.getStringValue() ?? UNKNOWN;
    const known = decode(id, onSecret);
    return known === '' ? UNKNOWN : known;
  }
  const object: Record<string, Value> = {};
  fields.forEach((value, key) => {
    object[key] = decode(value, onSecret);
  });
  return object;
}

function decodeSecret(value: WireValue | undefined, onSecret: SecretSink): Value {
  const plain = value ? decode(value, onSecret) : null;
  forEachText(plain, onSecret);
  return plain;
}
