# Ends the process that was written down (Get-GfaProcess), and what a collector had started in it; true where it is
# still that one. The process first: whatever is asked about its children may hang as it does.
function Stop-GfaProcess {
    param($As)
    $id = ConvertTo-GfaNumber $As.processId
    if ($null -eq $id -or -not (Test-GfaSameProcess -Id $id -As $As)) { return $false }
    $since = ConvertFrom-GfaTimestamp $As.processStartedAt
    # Elsewhere than on Windows children are another's once their parent is gone.
    $children = if (-not (Test-GfaWindows)) { Get-GfaChildProcess -Id $id -Since $since }
    Stop-Process -Id $id -Force -ErrorAction SilentlyContinue
    if (Test-GfaWindows) { $children = Get-GfaChildProcess -Id $id -Since $since }
    foreach ($child in $children) {
        if ("$child" -ne "$PID") { Stop-Process -Id $child -Force -ErrorAction SilentlyContinue }
    }
    # It is there for a moment after it was ended, and its lock with it.
    $until = (Get-Date).AddSeconds(10)
    while ((Get-Date) -lt $until -and (Test-GfaSameProcess -Id $id -As $As)) { Start-Sleep -Milliseconds 50 }
    $true
}
