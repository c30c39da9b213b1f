# The folder of one host. Its name comes from a session and must not lead elsewhere. With a long name the files in it would
# pass the 259 characters that a path may have: the folder then has the beginning of the name and a digest of it. One that
# is there by the whole name stays.
function Get-GfaRemoteStatePath {
    param([string]$StatePath, [string]$ComputerName)
    if ($ComputerName -notmatch '^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$') { throw (Get-GfaMessage RemoteNameUnusable $ComputerName) }
    $name = $ComputerName.ToLowerInvariant()
    $path = Join-Path (Join-Path $StatePath 'hosts') $name
    if ($name.Length -le 64 -or (Test-Path -LiteralPath $path)) { return $path }
    $digest = (Get-GfaByteHash $name[0..($name.Length - 1)]).Substring(0, 12).ToLowerInvariant()
    Join-Path (Join-Path $StatePath 'hosts') "$($name.Substring(0, 48))-$digest"
}
