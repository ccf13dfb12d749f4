import { pathToFileURL } from 'node:url';

/** The exports of a module of the SDK, as far as they are touched here. */
type Exports = Record<string, unknown>;

/** Changes a just loaded module of `@pulumi/pulumi`, by its path in the package. */
export function spareDiagnostics(file: string, exports: Exports): void {
  if (file === 'runtime/debuggable.js') sparePromiseStacks(exports);
  else if (file === 'resource.js') spareResourceStacks(exports);
  else if (file === 'log/index.js') spareDebugLog(exports);
}

/** The SDK formats a stack for every promise it makes, for a report on leaks that is printed only on request. */
function sparePromiseStacks(exports: Exports): void {
  const original = exports.debuggablePromise;
  if (typeof original !== 'function') return;
  exports.debuggablePromise = (...args: unknown[]) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return original(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

/** Debug messages travel to the engine one by one, and ours drops them. */
function spareDebugLog(exports: Exports): void {
  if (typeof exports.debug === 'function') exports.debug = () => Promise.resolve();
}

/**
 * For every resource the SDK formats the whole stack, each frame through the source maps. Only one position is of use
 * to a reader: the innermost one outside of installed packages.
 */
function spareResourceStacks(exports: Exports): void {
  const Resource = exports.Resource as { stackTrace?: unknown } | undefined;
  if (typeof Resource?.stackTrace !== 'function') return;
  const known = new Map<string, Position | undefined>();
  Resource.stackTrace = (skip: number): unknown => {
    // The SDK's count leaves out its two constructors and that of the resource's class, which may not exist.
    const site = callSites()
      .slice(skip - 1)
      .find((frame, index) => !(index === 0 && frame.isConstructor()) && isOwn(frame));
    if (!site) return [];
    const key = `${site.getFileName()}:${site.getLineNumber()}:${site.getColumnNumber()}`;
    if (!known.has(key)) known.set(key, positionOf(site));
    const position = known.get(key);
    return position ? [position] : [];
  };
}

interface Position {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

/** The raw frames of the caller's callers, before any source map is consulted. */
function callSites(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.prepareStackTrace = (_error, sites) => sites;
    Error.stackTraceLimit = 64;
    const holder: { stack: NodeJS.CallSite[] } = { stack: [] };
    Error.captureStackTrace(holder, callSites);
    return holder.stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isOwn(site: NodeJS.CallSite): boolean {
  const file = site.getFileName();
  return (
    !!file && !file.startsWith('node:') && !file.startsWith(__dirname) && !/[\\/]node_modules[\\/]/.test(file)
  );
}

/** The position in the source as written: the stack formatter that is installed knows the source maps. */
function positionOf(site: NodeJS.CallSite): Position | undefined {
  const text = String(Error.prepareStackTrace?.(new Error(), [site]) ?? `Error\n    at ${site}`);
  const [, file, line, column] = /(?:\(| at )([^()\n]+?):(\d+):(\d+)\)?$/.exec(text) ?? [];
  if (!file) return undefined;
  const uri = file.startsWith('file:') ? file : pathToFileURL(file).href;
  return { uri, line: Number(line), column: Number(column) };
}
