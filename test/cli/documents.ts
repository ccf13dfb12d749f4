import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-check-'));

/** Writes a file to check and gives its path. What is no text or bytes is written as JSON. */
export function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return path;
}

export const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** A template with these resources. */
export const template = (resources: unknown, more: object = {}) => ({
  $schema: schema,
  contentVersion: '1.0.0.0',
  ...more,
  resources,
});

/** A storage account of a template. */
export const account = (properties: object = {}, more: object = {}) => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2024-01-01',
  name: 'plant',
  properties,
  ...more,
});

/** What `pulumi stack export` writes. */
export const state = (...resources: readonly unknown[]) => ({ version: 3, deployment: { resources } });

const token = 'azure-native:storage:StorageAccount';

/** A storage account of a state. */
export const entry = (inputs: object = {}, more: object = {}) => ({
  urn: `urn:pulumi:prod::plant::${token}::data`,
  custom: true,
  type: token,
  inputs,
  ...more,
});

/** Lists within lists, or blocks within blocks, to some depth. */
export const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
export const blocks = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
