# Not another's: on a full disk nobody is named.
function Exit-GfaLock {
    param([string]$StatePath)
    $path = Join-Path $StatePath 'agent.lock'
    $told = Read-GfaJson $path
    if ($null -eq $told.processId -or $told.processId -eq $PID) { Remove-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue }
}
