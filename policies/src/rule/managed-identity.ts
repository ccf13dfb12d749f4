import type { Condition } from './conditions';

const kinds = ['systemassigned', 'userassigned'];

/**
 * An identity type with at least one managed identity: `SystemAssigned`, `UserAssigned` or both. Services write both with
 * and without a space behind the comma.
 */
export const usesManagedIdentity: Condition = {
  expected: 'be `SystemAssigned`, `UserAssigned` or both',
  holds: (value) =>
    typeof value === 'string' && value.split(',').every((kind) => kinds.includes(kind.trim().toLowerCase())),
};
