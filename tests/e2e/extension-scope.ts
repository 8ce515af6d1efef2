/** What a function finds that a test runs in a page of the extension, with the part of the browser's API that it uses. */
export interface ExtensionScope<Api> {
  browser?: Api;
  chrome?: Api;
  /** Firefox keeps the page's own names behind this when it is scripted from outside. */
  wrappedJSObject?: ExtensionScope<Api>;
}
