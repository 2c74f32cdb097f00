/* Made from the JSON Schema of the same name by `npm run types`; edit that one. */

/**
 * What `mcp_config.json` may hold: the MCP servers whose tools the host offers.
 */
export interface McpFile {
  /**
   * Where this schema lies, for editors.
   */
  $schema?: string
  /**
   * MCP servers, by a name of your own.
   */
  mcpServers?: {
    [k: string]: {
      /**
       * How it is spoken to. Default: `stdio` with a `command`; with a `url` Streamable HTTP, and SSE where the server does not know that.
       */
      type?: 'stdio' | 'http' | 'streamable-http' | 'sse'
      /**
       * The program to start.
       */
      command?: string
      /**
       * Its arguments.
       */
      args?: string[]
      /**
       * Its environment, beside PATH, HOME, LANG, TMPDIR and the like: it gets nothing else of the host's.
       */
      env?: {
        [k: string]: string
      }
      /**
       * The folder it runs in, from where this file lies. Default: that folder.
       */
      cwd?: string
      /**
       * The address of a server that runs already.
       */
      url?: string
      /**
       * What every request to it carries, such as `Authorization`.
       */
      headers?: {
        [k: string]: string
      }
      /**
       * For people.
       */
      description?: string
      /**
       * True leaves it out.
       */
      disabled?: boolean
      /**
       * False leaves it out.
       */
      enabled?: boolean
      /**
       * How long a call may take. Default: the host's `toolTimeout`.
       */
      timeout?: string | number
      /**
       * How long it may take to start and to list its tools.
       */
      connectTimeout?: string | number
      /**
       * Tools that may be called; `*` and `?` are wildcards. Default: all of them.
       */
      allow?: string[]
      /**
       * Another spelling of `allow`.
       */
      allowedTools?: string[]
      /**
       * Tools that may not be called, whatever `allow` says.
       */
      deny?: string[]
      /**
       * `legacy` is a session as of 2025-11-25, `modern` is 2026-07-28, `auto` tries that first. Default: `auto` for HTTP, else `legacy`.
       */
      protocol?: 'auto' | 'legacy' | 'modern'
      /**
       * How to get a token by OAuth, where `headers` have none.
       */
      auth?: {
        /**
         * Whether the host asks for the token itself, or somebody agrees to it in a browser.
         */
        grant: 'client_credentials' | 'authorization_code'
        /**
         * Default: the host registers itself.
         */
        clientId?: string
        clientSecret?: string
        /**
         * A key as PEM, in place of `clientSecret`.
         */
        privateKey?: string
        /**
         * What `privateKey` signs with.
         */
        algorithm?: string
        /**
         * Default: what the server asks for.
         */
        scope?: string
        /**
         * The only authorization server that gets the client's secret.
         */
        issuer?: string
        /**
         * Where a document describes the client, for authorization servers that read it there.
         */
        clientMetadataUrl?: string
        /**
         * Where the browser is sent back to, on this machine; 0 takes a free port.
         */
        redirectPort?: number
        /**
         * Keeps what was agreed to beyond the life of the process, from where this file lies.
         */
        tokenFile?: string
      }
      /**
       * Has no effect.
       */
      autoApprove?: string[]
      /**
       * A comment.
       *
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^(//|x-)".
       */
      [k: string]:
        | {
            [k: string]: unknown
          }
        | 'stdio'
        | 'http'
        | 'streamable-http'
        | 'sse'
        | string
        | string[]
        | {
            [k: string]: string
          }
        | boolean
        | number
        | 'auto'
        | 'legacy'
        | 'modern'
        | {
            /**
             * Whether the host asks for the token itself, or somebody agrees to it in a browser.
             */
            grant: 'client_credentials' | 'authorization_code'
            /**
             * Default: the host registers itself.
             */
            clientId?: string
            clientSecret?: string
            /**
             * A key as PEM, in place of `clientSecret`.
             */
            privateKey?: string
            /**
             * What `privateKey` signs with.
             */
            algorithm?: string
            /**
             * Default: what the server asks for.
             */
            scope?: string
            /**
             * The only authorization server that gets the client's secret.
             */
            issuer?: string
            /**
             * Where a document describes the client, for authorization servers that read it there.
             */
            clientMetadataUrl?: string
            /**
             * Where the browser is sent back to, on this machine; 0 takes a free port.
             */
            redirectPort?: number
            /**
             * Keeps what was agreed to beyond the life of the process, from where this file lies.
             */
            tokenFile?: string
          }
        | undefined
    }
  }
  /**
   * An older spelling. What `mcpServers` says of the same name counts more.
   */
  services?: {
    [k: string]: {
      [k: string]: unknown
    }
  }
}
