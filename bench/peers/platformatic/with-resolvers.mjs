// What Node 22 has and Node 20 has not. A module of its own, so that it runs before the client is loaded.
Promise.withResolvers ??= () => {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};
