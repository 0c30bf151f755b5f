// Passkeys: what the server asks goes to the browser's authenticator, and what that answers goes back in the form.
// Written for Chromium 86: PublicKeyCredential has no JSON of its own there, so bytes are carried over by hand.
(function () {
  "use strict";

  function bytes(text) {
    var plain = text.replace(/-/g, "+").replace(/_/g, "/");
    var raw = window.atob(plain + "===".slice(0, (4 - (plain.length % 4)) % 4));
    var array = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) array[i] = raw.charCodeAt(i);
    return array.buffer;
  }

  function text(buffer) {
    if (!buffer) return null;
    var raw = "";
    new Uint8Array(buffer).forEach(function (each) { raw += String.fromCharCode(each); });
    return window.btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(each) {
    return Object.assign({}, each, { id: bytes(each.id) });
  }

  function readable(options) {
    var asked = Object.assign({}, options.publicKey, { challenge: bytes(options.publicKey.challenge) });
    if (asked.user) asked.user = withBytes(asked.user);
    ["allowCredentials", "excludeCredentials"].forEach(function (name) {
      if (asked[name]) asked[name] = asked[name].map(withBytes);
    });
    return { publicKey: asked };
  }

  function told(credential) {
    var response = credential.response;
    var answer = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      answer.attestationObject = text(response.attestationObject);
      answer.transports = response.getTransports ? response.getTransports() : [];
    } else {
      answer.authenticatorData = text(response.authenticatorData);
      answer.signature = text(response.signature);
      answer.userHandle = text(response.userHandle);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: answer,
      clientExtensionResults: credential.getClientExtensionResults()
    };
  }

  // What the server asks: in the page already, or to be asked for at the moment of use.
  function options(form) {
    if (form.dataset.options) {
      var given = JSON.parse(document.getElementById(form.dataset.options).textContent);
      return Promise.resolve(given.creation_options || given.request_options);
    }
    return window.fetch(form.dataset.ask, { headers: { "X-Requested-With": "XMLHttpRequest" }, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (given) { return given.request_options; });
  }

  // Without a password the passkey must find the account by itself and ask for PIN, fingerprint or face.
  function demanding(asked, form) {
    var alone = form.elements.passwordless;
    if (!alone || !alone.checked) return asked;
    asked.publicKey.authenticatorSelection = Object.assign({}, asked.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required"
    });
    return asked;
  }

  var forms = Array.prototype.slice.call(document.querySelectorAll("form[data-passkey]"));
  // A passkey belongs to a name; browsers make none for an address in numbers.
  var isNumber = /^[\d.]+$|^\[/.test(window.location.hostname);
  var isOffered = window.isSecureContext && window.PublicKeyCredential && window.navigator.credentials && !isNumber;
  if (!isOffered) {
    forms.forEach(function (form) { form.hidden = true; });
    var excuse = document.querySelector(".no-passkeys");
    if (excuse) excuse.hidden = false;
    return;
  }

  forms.forEach(function (form) {
    var wrong = form.querySelector(".wrong[hidden]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      if (form.elements.credential.value) return;
      event.preventDefault();
      if (wrong) wrong.hidden = true;
      options(form)
        .then(function (asked) {
          return window.navigator.credentials[form.dataset.passkey](readable(demanding(asked, form)));
        })
        .then(function (credential) {
          form.elements.credential.value = JSON.stringify(told(credential));
          form.submit();
        })
        .catch(function () {
          if (wrong) wrong.hidden = false;
        });
    });
  });
})();
