import { type Right, rightsIn } from './access';
import { listed, table } from './markdown';
import { labelOf, linkTo, placeOf, serviceOf, wayTo } from './services';
import { at, type Planned, type Stack, typeOf } from './stack';

type Link = readonly [
  from: string,
  to: string,
  protocol: string,
  port: string,
  tls: string,
  by: string,
  way: string,
];

/** Every link of the chain from the devices to the keys. */
export function linksTable(stack: Stack): string {
  const links = [
    ...deviceLinks(stack),
    ...readerLinks(stack),
    ...rightLinks(stack),
    ...logLinks(stack),
    ...mailLinks(stack),
  ];
  return table(['From', 'To', 'Protocol', 'Port', 'TLS floor', 'Authentication', 'Way'], links);
}

/** Devices talk to two services, in whatever protocol they have. */
function deviceLinks(stack: Stack): readonly Link[] {
  const doors = stack.all('iothub:IotHubResource', 'resources:Resource provisioningServices');
  return doors.map((door) => {
    const [, , tls] = linkTo(stack, door);
    const keysOff =
      at(door, 'properties.disableDeviceSAS') === true || typeOf(door) !== 'iothub:IotHubResource';
    const by = keysOff ? 'X.509 certificate of the device' : 'X.509 certificate or key of the device';
    return ['devices', labelOf(door), 'MQTT, AMQP or HTTPS', '8883, 5671, 443', tls, by, wayTo(stack, door)];
  });
}

/** The hub's own endpoint takes keys only: where keys are off, a reader there reads nothing. */
function readerLinks(stack: Stack): readonly Link[] {
  const groups = stack.all('iothub:IotHubResourceEventHubConsumerGroup', 'eventhub:ConsumerGroup');
  return groups.flatMap((group): readonly Link[] => {
    const from = stack.named(group, 'resourceName') ?? stack.named(group, 'eventHubName');
    if (!from || at(from, 'properties.disableLocalAuth') === true) return [];
    const name = String(at(group, 'name') ?? at(group, 'consumerGroupName') ?? group.name);
    return [
      [`reader \`${name}\``, labelOf(from), ...linkTo(stack, from), 'Entra identity', wayTo(stack, from)],
    ];
  });
}

/** Whoever has a right on something uses it; a link follows from all the rights of one on one thing. */
function rightLinks(stack: Stack): readonly Link[] {
  const links = new Map<string, { readonly right: Right; readonly on: Planned; readonly may: string[] }>();
  for (const right of rightsIn(stack)) {
    if (!right.on) continue;
    const key = `${right.who} ${right.on.urn}`;
    links.set(key, { right, on: right.on, may: [...(links.get(key)?.may ?? []), right.role] });
  }
  return [...links.values()].map(({ right: { who, actors }, on, may }) => {
    const isIdentity = who.startsWith('identity');
    const from = actors.filter((actor) => actor !== serviceOf(stack, on)).map(labelOf);
    const by = `${isIdentity ? 'managed identity' : 'Entra identity'}, ${listed(may, '')}`;
    const way = wayTo(stack, on);
    return [
      listed(from, isIdentity ? `workloads as ${who}` : who),
      placeOf(stack, on),
      ...linkTo(stack, on),
      by,
      actors.some(isTrusted) ? `trusted Azure service; others: ${way}` : way,
    ];
  });
}

/** Services that Azure lets through the firewall of another one, by their identity and role only. */
const isTrusted = (resource: Planned): boolean =>
  /^(iothub:IotHubResource|storage:StorageAccount|cosmosdb:DatabaseAccount|eventhub:Namespace|eventgrid:SystemTopic|dataprotection:BackupVault|resources:Resource provisioningServices|sql:Server|dbforpostgresql:Server|kusto:Cluster|containerregistry:Registry)$/.test(
    typeOf(resource),
  );

/** Logs go from many places to few. */
function logLinks(stack: Stack): readonly Link[] {
  const sources = new Map<Planned, string[]>();
  for (const setting of stack.all('monitor:DiagnosticSetting')) {
    const from = stack.named(setting, 'resourceUri');
    for (const property of ['workspaceId', 'storageAccountId']) {
      const to = stack.named(setting, property);
      if (from && to) sources.set(to, [...(sources.get(to) ?? []), placeOf(stack, from)]);
    }
  }
  return [...sources].map(([to, from]) => [
    `logs of ${listed(from, '')}`,
    labelOf(to),
    ...linkTo(stack, to),
    'Azure Monitor',
    "Azure's own network",
  ]);
}

function mailLinks(stack: Stack): readonly Link[] {
  return stack.all('monitor:ActionGroup').map((group): Link => {
    const people = listed(
      [
        ...(at(group, 'armRoleReceivers') ? ['owners of the subscription'] : []),
        ...(at(group, 'emailReceivers') ? ['`alertEmails`'] : []),
      ],
      'nobody',
    );
    return [
      `action group \`${group.name}\``,
      people,
      'mail (SMTP)',
      '25',
      'none that binds the receiver',
      'none: what it tells is no data',
      'internet',
    ];
  });
}
