# Why no answer came: proxy (it let nothing through), certificate, clear (what answers speaks no TLS), tls, name, redirect, timeout, closed (there was a connection, and it ended) or
# connection. 5.1 says it in
# WebException.Status, 7 in HttpRequestError; messages are translated and only searched for names of the
# framework's own, which are not.
function Resolve-GfaTransportFault {
    param($ErrorRecord)
    # The only place where 5.1 says that it was sent elsewhere (301, 302).
    $words = @("$($ErrorRecord.FullyQualifiedErrorId)")
    $exception = $ErrorRecord.Exception
    while ($null -ne $exception) {
        $words += "$($exception.Status)", "$($exception.HttpRequestError)", "$($exception.PSObject.TypeNames[0])"
        $words += "$($exception.Message)"
        $exception = $exception.InnerException
    }
    $said = $words -join ' '
    if ($said -match 'ProxyTunnelError|RequestProhibitedByProxy') { return 'proxy' }
    if ($said -match 'TrustFailure|UntrustedRoot|PartialChain|NotTimeValid|RemoteCertificate|RevocationStatus|certificate is invalid') { return 'certificate' }
    # Known in English alone: in another language it is tls.
    if ($said -match 'corrupted frame|unexpected packet format') { return 'clear' }
    if ($said -match 'SecureChannelFailure|SecureConnectionError|AuthenticationException|SSL connection') { return 'tls' }
    if ($said -match 'NameResolution') { return 'name' }
    if ($said -match 'MaximumRedirectExceeded') { return 'redirect' }
    if ($said -match 'Timeout|TaskCanceled|OperationCanceled') { return 'timeout' }
    if ($said -match 'SendFailure|ReceiveFailure|ConnectionClosed|KeepAliveFailure|ResponseEnded') { return 'closed' }
    'connection'
}
