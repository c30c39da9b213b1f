# True for one run at a time. A file that must not exist yet is the one atomic thing that Constrained
# Language Mode offers; the lock of a process that is gone or
# hangs is taken over.
function Enter-GfaLock {
    param([string]$StatePath)
    $path = Join-Path $StatePath 'agent.lock'
    foreach ($try in 1, 2) {
        try {
            $null = New-Item -Path $path -ItemType File -ErrorAction Stop
            # Made, it is ours. On a full disk nobody can be named in it, and no run would ever make room.
            Set-Content -LiteralPath $path -Value "$PID" -Encoding Ascii -ErrorAction SilentlyContinue
            return $true
        } catch {
            if (-not (Test-Path -LiteralPath $path)) { throw }
        }
        $owner = ConvertTo-GfaNumber "$(Get-Content -LiteralPath $path -ErrorAction SilentlyContinue)".Trim()
        $holder = if ($owner) { Get-Process -Id $owner -ErrorAction SilentlyContinue }
        $age = (Get-Date) - (Get-Item -LiteralPath $path).LastWriteTime
        # A process id is used again sooner or later; no run lasts an hour.
        if ($null -ne $holder -and $age.TotalHours -lt 1 -and -not (Stop-GfaHungRun -StatePath $StatePath -Id $owner)) { return $false }
        if ($null -eq $owner -and $age.TotalSeconds -lt 10) { return $false }
        Remove-Item -LiteralPath $path -Force -ErrorAction SilentlyContinue
    }
    $false
}
