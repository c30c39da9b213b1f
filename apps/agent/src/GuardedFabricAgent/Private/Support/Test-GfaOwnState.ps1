# True for a folder that Initialize-GfaState made: one that was named by mistake is never removed.
function Test-GfaOwnState {
    param([string]$StatePath)
    foreach ($name in 'config.json', 'identity.xml') { if (Test-Path -LiteralPath (Join-Path $StatePath $name)) { return $true } }
    foreach ($name in 'spool', 'sent', 'quarantine', 'work') { if (-not (Test-Path -LiteralPath (Join-Path $StatePath $name))) { return $false } }
    $true
}
