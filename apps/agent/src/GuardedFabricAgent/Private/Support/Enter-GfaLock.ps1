# True for one run at a time. A file that must not exist yet is the one atomic thing that Constrained
# Language Mode offers; the lock of a process that is gone, or hangs in its collecting, is taken over.
function Enter-GfaLock {
    param([string]$StatePath)
    $path = Join-Path $StatePath 'agent.lock'
    foreach ($try in 1, 2) {
        try {
            $null = New-Item -Path $path -ItemType File -ErrorAction Stop
            # Made, it is ours. On a full disk nobody can be named in it, and no run would ever make room.
            Set-Content -LiteralPath $path -Value (ConvertTo-GfaJson (Get-GfaProcess -Id $PID)) -Encoding Ascii -ErrorAction SilentlyContinue
            return $true
        } catch {
            if (-not (Test-Path -LiteralPath $path)) { throw }
        }
        $text = "$(Get-Content -LiteralPath $path -Raw -ErrorAction SilentlyContinue)"
        if (-not (Test-GfaLockOver -StatePath $StatePath -Text $text)) { return $false }
        if (-not (Remove-GfaLock -Path $path -Text $text)) { return $false }
    }
    $false
}
