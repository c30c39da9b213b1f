# The folder of one host. Its name comes from a session and must not lead elsewhere.
function Get-GfaRemoteStatePath {
    param([string]$StatePath, [string]$ComputerName)
    if ($ComputerName -notmatch '^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$') { throw (Get-GfaMessage RemoteNameUnusable $ComputerName) }
    Join-Path (Join-Path $StatePath 'hosts') $ComputerName.ToLowerInvariant()
}
