import { credentials } from '@grpc/grpc-js';
import { CallbacksClient } from '@pulumi/pulumi/proto/callback_grpc_pb';
import { type Callback, CallbackInvokeRequest } from '@pulumi/pulumi/proto/callback_pb';

/** A transform of the program: a function that lives in the program's process and is called by token. */
export type Transform = Callback;

/** Calls back into the program, where its transforms live. One connection per address, closed together. */
export class Callbacks {
  readonly #clients = new Map<string, CallbacksClient>();

  /** Runs a function of the program on a serialized request and gives its serialized answer. */
  invoke(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const message = new CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      this.#client(callback.getTarget()).invoke(message, (error, response) => {
        if (error) reject(error);
        else resolve(response.getResponse_asU8());
      });
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #client(target: string): CallbacksClient {
    const known = this.#clients.get(target);
    if (known) return known;
    const client = new CallbacksClient(target, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
    });
    this.#clients.set(target, client);
    return client;
  }
}
