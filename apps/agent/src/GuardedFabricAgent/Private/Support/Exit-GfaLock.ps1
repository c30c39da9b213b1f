# Not another's: on a full disk nobody is named.
function Exit-GfaLock {
    param([string]$StatePath)
    $path = Join-Path $StatePath 'agent.lock'
    $told = Read-GfaOptional { Get-Content -LiteralPath $path -Raw -ErrorAction Stop | ConvertFrom-Json -ErrorAction Stop }
    if ($null -eq $told.processId -or $told.processId -eq $PID) { Remove-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue }
}
