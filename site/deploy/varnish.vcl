vcl 4.1;
# Varnish 7 before gunicorn, with Debian's varnish-modules. An answer carries the epoch (X-Epoch) that stood before it was
# made; the portal tells the present epoch after every change of what is public. An answer of another epoch is not served,
# also when a slow reader brought it after the change. Until the portal has told it once, nothing is kept.
import var;

backend default { .host = "127.0.0.1"; .port = "8000"; .first_byte_timeout = 120s; }

# Who may tell the epoch: the machine of the outbox process.
acl own { "127.0.0.1"; "::1"; }

sub vcl_recv {
    if (req.method == "EPOCH") {
        if (client.ip !~ own) { return (synth(403)); }
        var.global_set("epoch", req.http.X-Epoch);
        return (synth(200));
    }
    if (req.method != "GET" && req.method != "HEAD") { return (pass); }
    if (req.url ~ "^/admin/" || req.http.Cookie ~ "sessionid=" || req.http.Authorization) { return (pass); }
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    if (req.http.Cookie ~ "(^|;\s*)display=") {
        hash_data(regsub(req.http.Cookie, "^.*?(?:^|;\s*)display=([a-z-]*).*$", "\1"));
    }
    return (lookup);
}

sub vcl_hit {
    if (obj.http.X-Epoch != var.global_get("epoch") && req.restarts == 0) {
        set req.hash_always_miss = true;
        return (restart);
    }
    if (obj.http.X-Epoch != var.global_get("epoch")) { return (pass); }
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (!beresp.http.X-Epoch || beresp.http.Set-Cookie) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    unset beresp.http.Vary;
}

sub vcl_deliver {
    if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
    unset resp.http.X-Epoch;
}
