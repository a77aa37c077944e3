function __pipetui_offers
    set --global __pipetui_offered (
        env _PIPETUI_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \
            _TYPER_COMPLETE_ARGS=(commandline --cut-at-cursor --current-process | string collect) pipetui 2>/dev/null
    )
    test -n "$__pipetui_offered"
end

complete --command pipetui --erase
complete --command pipetui --condition __pipetui_offers --no-files --arguments '$__pipetui_offered'
