# How to start something small that waits as long as a file is there, and then runs the agent anew: a program and
# its arguments. It ends soon after the file is gone; while a second file is gone it waits longer.
function Get-GfaGuardScript {
    param([string]$File, [string]$QuickFile, [hashtable]$Time, [string]$Command)
    $shell = Get-GfaShellPath
    $arguments = Get-GfaShellArgument -Command $Command
    if (Test-GfaWindows) {
        $system = Join-Path $env:SystemRoot 'System32'
        # A second, without a console to wait on.
        $second = "`"$(Join-Path $system 'ping.exe')`" -n 2 127.0.0.1 >nul & if not exist `"$File`" exit"
        $wait = "(for /l %i in (1,1,$($Time.Quick)) do @($second)) & (if not exist `"$QuickFile`" for /l %i in (1,1,$($Time.Slow)) do @($second))"
        return @{ FilePath = Join-Path $system 'cmd.exe'; ArgumentList = "/d /e:on /v:off /s /c `"$wait & `"$shell`" $arguments >nul 2>&1`"" }
    }
    # Not at once: outside Windows Start-Process keeps a PowerShell for a second after such a child has ended.
    $wait = 'exec >/dev/null 2>&1; file=$1 quick=$2; seconds() { n=0; while [ $n -lt $1 ]; do sleep 1; [ -e \"$file\" ] || exec sleep 2; n=$((n+1)); done; }'
    $script = "$wait; seconds $($Time.Quick); [ -e \`"`$quick\`" ] || seconds $($Time.Slow); shift 2; exec \`"`$@\`""
    @{ FilePath = '/bin/sh'; ArgumentList = "-c `"$script`" sh `"$File`" `"$QuickFile`" `"$shell`" $arguments" }
}
