import type { ArmType, Resource } from '../resources/resource';
import { storageAccount } from '../resources/types';
import { textOf } from '../resources/value';
import { type Answer, anyOf } from './answers';
import { isTrue, oneOf } from './conditions';
import type { Referring, ResourceView, StackView } from './rule';

/**
 * The containers, shares, services or whatever of a type that lie in the account, or may: see {@link liesIn}. Fast however
 * many there are.
 */
export function contentsOf(account: Resource, type: ArmType, stack: StackView): readonly Referring[] {
  const named = stack.referring(type, ['accountName'], account).map(({ resource }) => resource);
  return [...new Set([...stack.childrenOf(account, type), ...named])].flatMap(
    (resource): readonly Referring[] => {
      const answer = liesIn(resource, account, stack);
      return answer === 'no' ? [] : [{ resource, answer }];
    },
  );
}

/** The accounts in which a container, share, service or table lies, or may lie. */
export function accountsOf(content: Resource, stack: StackView): readonly Referring[] {
  const around = [content.urn, content.parent ?? ''].flatMap((urn) => stack.find(urn) ?? []);
  const accounts = around.filter((one) => one.type.toLowerCase() === storageAccount.toLowerCase());
  const named = stack.referred(content, 'accountName', storageAccount).map(({ resource }) => resource);
  return [...new Set([...accounts, ...named])].flatMap((resource): readonly Referring[] => {
    const answer = liesIn(content, resource, stack);
    return answer === 'no' ? [] : [{ resource, answer }];
  });
}

/** Whether a container, share, service or table lies in the account: by reference, by parent or by the written name. */
function liesIn(child: Resource, account: Resource, stack: StackView): Answer {
  const reference = stack.refersTo(child, 'accountName', account);
  // Services that are a block of their account share its URN.
  if (reference === 'yes' || child.parent === account.urn || child.urn === account.urn) return 'yes';
  const written = stack.view(child).one('accountName');
  if (written.state !== 'known') return reference;
  const name = stack.view(account).one('accountName');
  if (name.state === 'unknown') return 'maybe';
  const same =
    name.state === 'known' && textOf(name.value).toLowerCase() === textOf(written.value).toLowerCase();
  return same ? 'yes' : 'no';
}

/**
 * The only service that an account of this kind has; `all` where it has all four, `open` while that is unknown.
 *
 * Source: https://learn.microsoft.com/azure/storage/common/storage-account-overview#types-of-storage-accounts
 */
export function onlyServiceOf(view: ResourceView): 'blob' | 'file' | 'all' | 'open' {
  const kind = view.one('kind');
  const sku = view.one('sku.name');
  if (kind.state === 'unknown') return 'open';
  if (kind.state === 'known' && oneOf('FileStorage').holds(kind.value)) return 'file';
  if (kind.state === 'known' && oneOf('BlobStorage', 'BlockBlobStorage').holds(kind.value)) return 'blob';
  if (sku.state === 'unknown') return 'open';
  return sku.state === 'known' && /^premium/i.test(textOf(sku.value)) ? 'blob' : 'all';
}

/** Whether the account in which a child lies has a hierarchical namespace, as far as the stack tells. */
export function isHierarchical(child: Resource, stack: StackView): Answer {
  return anyOf(
    accountsOf(child, stack).map(({ resource, answer }): Answer => {
      const namespace = stack.view(resource).one('isHnsEnabled');
      if (namespace.state === 'absent') return 'no';
      if (namespace.state === 'known' && !isTrue.holds(namespace.value)) return 'no';
      return namespace.state === 'unknown' && answer === 'yes' ? 'maybe' : answer;
    }),
  );
}
